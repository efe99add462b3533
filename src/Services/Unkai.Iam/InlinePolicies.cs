using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Iam.Model;

namespace Unkai.Iam;

/// <summary>Policies within users, roles and groups.</summary>
internal static class InlinePolicies
{
    internal static ValueTask<Outcome<T>> PutAsync<T>(Call call, IdentityKind kind, string name, string policyName, string document, T response)
    {
        if (PolicyParser.Parse(document, PolicyKind.Identity, out var problem) is null)
        {
            return ValueTask.FromResult<Outcome<T>>(IamErrors.Malformed(problem!));
        }

        // In characters without white space. Source: IAM User Guide, "IAM and AWS STS quotas".
        var limit = kind switch { IdentityKind.User => 2048, IdentityKind.Role => 10_240, _ => 5120 };
        return Identities.ChangeAsync(
            call,
            kind,
            name,
            record =>
            {
                var policies = new Dictionary<string, string>(record.InlinePolicies) { [policyName] = document };
                return policies.Values.Sum(text => text.Count(c => !char.IsWhiteSpace(c))) > limit
                    ? IamErrors.LimitExceeded($"Maximum policy size of {limit} bytes exceeded for {IamErrors.Word(kind)} {record.Name}")
                    : record with { InlinePolicies = policies };
            },
            response);
    }

    internal static async ValueTask<Outcome<string>> GetAsync(Call call, IdentityKind kind, string name, string policyName)
    {
        var found = await Identities.ReadAsync(call, kind, name);
        return found.IsError ? found.Error
            : found.Value.InlinePolicies.TryGetValue(policyName, out var document) ? Uri.EscapeDataString(document)
            : Missing(kind, policyName);
    }

    internal static ValueTask<Outcome<T>> DeleteAsync<T>(Call call, IdentityKind kind, string name, string policyName, T response) =>
        Identities.ChangeAsync(
            call,
            kind,
            name,
            record =>
            {
                var policies = new Dictionary<string, string>(record.InlinePolicies);
                return policies.Remove(policyName) ? record with { InlinePolicies = policies } : Missing(kind, policyName);
            },
            response);

    internal static async ValueTask<Outcome<Page<string>>> ListAsync(Call call, IdentityKind kind, string name, string? marker, int? max)
    {
        var found = await Identities.ReadAsync(call, kind, name);
        return found.IsError ? found.Error : Page<string>.Cut(found.Value.InlinePolicies.Keys.Order(StringComparer.Ordinal), policy => policy, marker, max);
    }

    private static AwsError Missing(IdentityKind kind, string policyName) =>
        IamErrors.NoSuchEntity($"The {IamErrors.Word(kind)} policy with name {policyName} cannot be found.");
}
