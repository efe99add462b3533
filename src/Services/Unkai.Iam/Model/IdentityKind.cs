namespace Unkai.Iam.Model;

/// <summary>What policies can hang on.</summary>
internal enum IdentityKind
{
    /// <summary>A user.</summary>
    User,

    /// <summary>A role.</summary>
    Role,

    /// <summary>A group of users.</summary>
    Group,
}
