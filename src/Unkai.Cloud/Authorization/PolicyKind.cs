namespace Unkai.Cloud.Authorization;

/// <summary>Where a policy hangs, which decides what it may say.</summary>
public enum PolicyKind
{
    /// <summary>On a user, group, role or session: has resources, no principal.</summary>
    Identity,

    /// <summary>On a resource: has a principal.</summary>
    Resource,

    /// <summary>On a role, saying who may assume it: a principal, no resource.</summary>
    Trust,
}
