using Unkai.Api;

namespace Unkai.Cloud.Authorization;

/// <summary>A statement's <c>Principal</c>: everyone, or AWS accounts and ARNs, services, federated and canonical users.</summary>
/// <remarks>Source: IAM User Guide, "AWS JSON policy elements: Principal".</remarks>
public sealed record PolicyPrincipals
{
    /// <summary>Whether the element is <c>"*"</c>.</summary>
    public bool IsEveryone { get; init; }

    /// <summary><c>AWS</c>: account ids, ARNs or <c>*</c>.</summary>
    public IReadOnlyList<string> Aws { get; init; } = [];

    /// <summary><c>Service</c>: names such as <c>lambda.amazonaws.com</c>.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary><c>Federated</c>: identity providers.</summary>
    public IReadOnlyList<string> Federated { get; init; } = [];

    /// <summary><c>CanonicalUser</c>: S3's canonical ids.</summary>
    public IReadOnlyList<string> CanonicalUsers { get; init; } = [];

    /// <summary>Whether the principal is among these, and if so whether it is named itself or only through its account.</summary>
    public PrincipalMatch Match(Principal principal)
    {
        if (IsEveryone)
        {
            return PrincipalMatch.Named;
        }

        if (principal.Kind == PrincipalKind.Service)
        {
            return Services.Contains(principal.UserId) ? PrincipalMatch.Named : PrincipalMatch.None;
        }

        var best = PrincipalMatch.None;
        foreach (var name in Aws)
        {
            if (name == "*" || name == principal.Arn.ToString() || name == principal.SessionIssuer?.ToString())
            {
                return PrincipalMatch.Named;
            }

            if (principal.Kind != PrincipalKind.Anonymous && IsAccount(name, principal.Account))
            {
                best = principal.Kind == PrincipalKind.Root ? PrincipalMatch.Named : PrincipalMatch.ByAccount;
            }
        }

        return best;
    }

    private static bool IsAccount(string name, AccountId account) =>
        name == account.Value
        || (Arn.Parse(name) is { Service: "iam", Resource: "root" } arn && arn.Account == account.Value);
}
