namespace Unkai.Api;

/// <summary>What sort of caller a principal is.</summary>
public enum PrincipalKind
{
    /// <summary>Nobody: an unsigned request.</summary>
    Anonymous,

    /// <summary>An account's root user, and every development key that names an account.</summary>
    Root,

    /// <summary>An IAM user.</summary>
    User,

    /// <summary>A session of an IAM role.</summary>
    AssumedRole,

    /// <summary>A federated user's session.</summary>
    FederatedUser,

    /// <summary>A service of this cloud acting for itself (<c>s3.amazonaws.com</c>).</summary>
    Service,
}
