namespace Unkai.Api.Contracts;

/// <summary>How a request of an operation is signed.</summary>
public enum AuthType
{
    /// <summary>With SigV4 over the body.</summary>
    SigV4,

    /// <summary>With SigV4, the body's hash being the literal <c>UNSIGNED-PAYLOAD</c>.</summary>
    SigV4UnsignedBody,

    /// <summary>Not at all (STS AssumeRoleWithWebIdentity and AssumeRoleWithSAML).</summary>
    None,
}
