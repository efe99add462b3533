using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam;

/// <summary>Managed policies attached to users, roles and groups.</summary>
internal static class AttachedPolicies
{
    internal static ValueTask<Outcome<T>> AttachAsync<T>(Call call, IdentityKind kind, string name, string policyArn, T response) =>
        Identities.ChangeAsync<T>(
            call,
            kind,
            name,
            async (transaction, record) =>
                await ManagedPolicies.FindDocumentAsync(transaction, policyArn) is null ? IamErrors.NoSuchPolicy(policyArn)
                : record.AttachedPolicies.Contains(policyArn) ? record
                : record.AttachedPolicies.Count >= Identities.AttachedMax ? IamErrors.LimitExceeded($"Cannot exceed quota for PoliciesPer{char.ToUpperInvariant(IamErrors.Word(kind)[0])}{IamErrors.Word(kind)[1..]}: {Identities.AttachedMax}")
                : record with { AttachedPolicies = [.. record.AttachedPolicies, policyArn] },
            response);

    internal static ValueTask<Outcome<T>> DetachAsync<T>(Call call, IdentityKind kind, string name, string policyArn, T response) =>
        Identities.ChangeAsync(
            call,
            kind,
            name,
            record => record.AttachedPolicies.Contains(policyArn)
                ? record with { AttachedPolicies = [.. record.AttachedPolicies.Where(attached => attached != policyArn)] }
                : IamErrors.NoSuchEntity($"Policy {policyArn} was not found."),
            response);

    internal static async ValueTask<Outcome<Page<AttachedPolicy>>> ListAsync(Call call, IdentityKind kind, string name, string? marker, int? max)
    {
        var found = await Identities.ReadAsync(call, kind, name);
        return found.IsError
            ? found.Error
            : Page<AttachedPolicy>.Cut(
                found.Value.AttachedPolicies.Select(arn => new AttachedPolicy { PolicyArn = arn, PolicyName = arn[(arn.LastIndexOf('/') + 1)..] }).OrderBy(policy => policy.PolicyArn, StringComparer.Ordinal),
                policy => policy.PolicyArn!,
                marker,
                max);
    }
}
