namespace Unkai.Cloud.Authorization;

/// <summary>One operator over one key of a statement's <c>Condition</c>.</summary>
/// <remarks>Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Multivalued context keys".</remarks>
/// <param name="Operator">The comparison, without set prefix and <c>IfExists</c>.</param>
/// <param name="Set">How several values of the request's key count.</param>
/// <param name="IfExists">Whether an absent key lets the condition hold.</param>
/// <param name="Key">The context key.</param>
/// <param name="Values">The policy's values; one that matches is enough (for a negated operator: none may).</param>
public sealed record PolicyCondition(ConditionOperator Operator, ConditionSet Set, bool IfExists, string Key, IReadOnlyList<string> Values)
{
    /// <summary>Whether the condition holds for the request.</summary>
    public bool Holds(AuthorizationRequest request)
    {
        var actual = request.Find(Key);
        if (Operator == ConditionOperator.Null)
        {
            var isAbsent = actual is null or { Count: 0 };
            return Values.Any(value => bool.TryParse(value, out var wanted) && wanted == isAbsent);
        }

        if (actual is null or { Count: 0 })
        {
            return IfExists || Set == ConditionSet.ForAllValues || (Set == ConditionSet.OneValue && Operator.IsNegated());
        }

        return Set switch
        {
            ConditionSet.ForAllValues => actual.All(value => HoldsFor(value, request)),
            ConditionSet.ForAnyValue => actual.Any(value => HoldsFor(value, request)),
            _ => Operator.IsNegated() ? actual.All(value => HoldsFor(value, request)) : actual.Any(value => HoldsFor(value, request)),
        };
    }

    private bool HoldsFor(string actual, AuthorizationRequest request)
    {
        var matched = false;
        foreach (var value in Values)
        {
            if (PolicyVariables.Expand(value, request) is { } expected && Operator.Compare(actual, expected))
            {
                matched = true;
                break;
            }
        }

        return matched != Operator.IsNegated();
    }
}
