using Unkai.Api;
using Unkai.Cloud.Authorization;
using Unkai.Iam.Model;
using Unkai.Storage;

namespace Unkai.Iam;

/// <summary>Collects the policies of a user with its groups, or of the role behind a session.</summary>
internal static class PrincipalPolicies
{
    internal static async ValueTask<PolicySet> FindAsync(Snapshot snapshot, Principal principal)
    {
        var arn = principal.SessionIssuer ?? principal.Arn;
        if (AccountId.Parse(arn.Account) is not { } account)
        {
            return new PolicySet();
        }

        var kind = arn.Resource.StartsWith("role/", StringComparison.Ordinal) ? IdentityKind.Role : IdentityKind.User;
        var name = Identities.Key(arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..]);
        if (await IamTables.Identities.GetAsync(snapshot, (account, (int)kind, name)) is not { } identity)
        {
            return new PolicySet();
        }

        var documents = new List<PolicyDocument>();
        await AddAsync(snapshot, documents, identity);
        foreach (var group in identity.Groups)
        {
            if (await IamTables.Identities.GetAsync(snapshot, (account, (int)IdentityKind.Group, Identities.Key(group))) is { } record)
            {
                await AddAsync(snapshot, documents, record);
            }
        }

        var boundary = identity.Boundary is null ? null : await ManagedPolicies.FindDocumentAsync(snapshot, identity.Boundary);
        return new PolicySet { Identity = documents, Boundary = boundary is null ? null : PolicyParser.Parse(boundary, PolicyKind.Identity, out _) };
    }

    private static async ValueTask AddAsync(Snapshot snapshot, List<PolicyDocument> documents, IdentityRecord identity)
    {
        foreach (var text in identity.InlinePolicies.Values)
        {
            if (PolicyParser.Parse(text, PolicyKind.Identity, out _) is { } inline)
            {
                documents.Add(inline);
            }
        }

        foreach (var arn in identity.AttachedPolicies)
        {
            if (await ManagedPolicies.FindDocumentAsync(snapshot, arn) is { } text && PolicyParser.Parse(text, PolicyKind.Identity, out _) is { } managed)
            {
                documents.Add(managed);
            }
        }
    }
}
