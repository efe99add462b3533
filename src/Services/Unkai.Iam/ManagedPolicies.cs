using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;
using Unkai.Storage;

namespace Unkai.Iam;

/// <summary>Customers' managed policies, and those of AWS that are known here.</summary>
internal static class ManagedPolicies
{
    internal const int VersionsMax = 5;

    internal static Arn ArnOf(AccountId account, PolicyRecord policy) => Arn.Of("iam", "", account.Value, $"policy{policy.Path}{policy.Name}");

    /// <returns>The default version's document; null when there is no such policy.</returns>
    internal static async ValueTask<string?> FindDocumentAsync(Snapshot snapshot, string arn) =>
        AwsManagedPolicies.Find(arn) ?? (await FindAsync(snapshot, arn))?.Policy.Document;

    /// <returns>Null when no customer has the policy.</returns>
    internal static async ValueTask<(AccountId Account, PolicyRecord Policy)?> FindAsync(Snapshot snapshot, string arn)
    {
        if (Arn.Parse(arn) is not { Service: "iam" } parsed || AccountId.Parse(parsed.Account) is not { } account || !parsed.Resource.StartsWith("policy/", StringComparison.Ordinal))
        {
            return null;
        }

        var name = parsed.Resource[(parsed.Resource.LastIndexOf('/') + 1)..];
        return await IamTables.Policies.GetAsync(snapshot, (account, Identities.Key(name))) is { } policy && ArnOf(account, policy) == parsed ? (account, policy) : null;
    }

    internal static ValueTask<Outcome<T>> ChangeAsync<T>(Call call, string arn, Func<PolicyRecord, Outcome<PolicyRecord>> change, Func<PolicyRecord, T> response) =>
        call.TransactAsync<T>(async transaction =>
        {
            if (await FindAsync(transaction, arn) is not ({ } account, { } policy))
            {
                return NoSuch(arn);
            }

            var changed = change(policy);
            if (changed.IsError)
            {
                return changed.Error;
            }

            IamTables.Policies.Put(transaction, (account, Identities.Key(policy.Name)), changed.Value);
            return response(changed.Value);
        });

    internal static AwsError NoSuch(string arn) => IamErrors.NoSuchEntity($"Policy {arn} was not found.");

    internal static Policy ToShape(AccountId account, PolicyRecord policy, int attachments) => new()
    {
        PolicyName = policy.Name,
        PolicyId = policy.Id,
        Arn = ArnOf(account, policy).ToString(),
        Path = policy.Path,
        DefaultVersionId = policy.DefaultVersion,
        AttachmentCount = attachments,
        PermissionsBoundaryUsageCount = 0,
        IsAttachable = true,
        Description = policy.Description,
        CreateDate = policy.CreatedAt,
        UpdateDate = policy.UpdatedAt,
        Tags = policy.Tags.Count == 0 ? null : TagRules.ToShapes(policy.Tags),
    };

    /// <summary>The identities of an account that a policy is attached to.</summary>
    internal static async ValueTask<List<(IdentityKind Kind, IdentityRecord Identity)>> AttachedToAsync(Snapshot snapshot, AccountId account, string arn)
    {
        var attached = new List<(IdentityKind, IdentityRecord)>();
        await foreach (var row in IamTables.Identities.EachAsync(snapshot, IamTables.Identities.Under(account).All))
        {
            if (row.Value.AttachedPolicies.Contains(arn))
            {
                attached.Add(((IdentityKind)row.Key.Kind, row.Value));
            }
        }

        return attached;
    }
}
