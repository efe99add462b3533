namespace Unkai.Cloud.Authorization;

/// <summary>What a statement does when it matches.</summary>
public enum PolicyEffect
{
    /// <summary>Grants.</summary>
    Allow,

    /// <summary>Refuses, whatever else grants.</summary>
    Deny,
}
