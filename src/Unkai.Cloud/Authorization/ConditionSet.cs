namespace Unkai.Cloud.Authorization;

/// <summary>How several values of one context key count.</summary>
public enum ConditionSet
{
    /// <summary>No prefix.</summary>
    OneValue,

    /// <summary><c>ForAllValues:</c> — each value of the request must match one of the policy's; holds for no value at all.</summary>
    ForAllValues,

    /// <summary><c>ForAnyValue:</c> — one value of the request must match one of the policy's.</summary>
    ForAnyValue,
}
