namespace Unkai.Cloud.Authorization;

/// <summary>How a <c>Principal</c> element speaks of a caller.</summary>
public enum PrincipalMatch
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Only through its account: the caller still needs an identity policy.</summary>
    ByAccount,

    /// <summary>By its own name, or everyone: inside the account that grants, nothing else is needed.</summary>
    Named,
}
