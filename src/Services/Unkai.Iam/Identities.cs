using Unkai.Api;
using Unkai.Cloud;
using Unkai.Iam.Model;
using Unkai.Storage;

namespace Unkai.Iam;

/// <summary>What users, roles and groups have in common.</summary>
internal static class Identities
{
    /// <summary>Managed policies that may be attached to one identity. Source: IAM User Guide, "IAM and AWS STS quotas".</summary>
    internal const int AttachedMax = 10;

    internal static string Key(string name) => name.ToLowerInvariant();

    internal static Arn ArnOf(AccountId account, IdentityKind kind, IdentityRecord record) =>
        Arn.Of("iam", "", account.Value, $"{IamErrors.Word(kind)}{record.Path}{record.Name}");

    internal static async ValueTask<Outcome<IdentityRecord>> FindAsync(Snapshot snapshot, AccountId account, IdentityKind kind, string name) =>
        await IamTables.Identities.GetAsync(snapshot, (account, (int)kind, Key(name))) is { } record ? record : IamErrors.NoSuchIdentity(kind, name);

    internal static ValueTask<Outcome<IdentityRecord>> ReadAsync(Call call, IdentityKind kind, string name) =>
        call.ReadAsync(snapshot => FindAsync(snapshot, call.Account, kind, name));

    /// <summary>Stores a new identity.</summary>
    internal static ValueTask<Outcome<IdentityRecord>> CreateAsync(Call call, IdentityKind kind, IdentityRecord record) =>
        call.TransactAsync<IdentityRecord>(async transaction =>
        {
            if (await IamTables.Identities.GetAsync(transaction, (call.Account, (int)kind, Key(record.Name))) is not null)
            {
                return IamErrors.Exists(kind, record.Name);
            }

            if (record.Boundary is { } boundary && await ManagedPolicies.FindDocumentAsync(transaction, boundary) is null)
            {
                return IamErrors.NoSuchEntity($"Scope ARN: {boundary} does not exist or is not attachable.");
            }

            IamTables.Identities.Put(transaction, (call.Account, (int)kind, Key(record.Name)), record);
            return record;
        });

    /// <summary>Changes an identity in a transaction of its own.</summary>
    internal static ValueTask<Outcome<T>> ChangeAsync<T>(
        Call call, IdentityKind kind, string name, Func<Transaction, IdentityRecord, ValueTask<Outcome<IdentityRecord>>> change, T response) =>
        call.TransactAsync<T>(async transaction =>
        {
            var found = await FindAsync(transaction, call.Account, kind, name);
            if (found.IsError)
            {
                return found.Error;
            }

            var changed = await change(transaction, found.Value);
            if (changed.IsError)
            {
                return changed.Error;
            }

            IamTables.Identities.Put(transaction, (call.Account, (int)kind, Key(name)), changed.Value);
            return response;
        });

    /// <inheritdoc cref="ChangeAsync{T}(Call, IdentityKind, string, Func{Transaction, IdentityRecord, ValueTask{Outcome{IdentityRecord}}}, T)"/>
    internal static ValueTask<Outcome<T>> ChangeAsync<T>(Call call, IdentityKind kind, string name, Func<IdentityRecord, Outcome<IdentityRecord>> change, T response) =>
        ChangeAsync(call, kind, name, (_, record) => ValueTask.FromResult(change(record)), response);

    /// <summary>All identities of a kind below a path, in the order of their names.</summary>
    internal static async ValueTask<List<IdentityRecord>> ListAsync(Snapshot snapshot, AccountId account, IdentityKind kind, string? pathPrefix)
    {
        var all = new List<IdentityRecord>();
        await foreach (var row in IamTables.Identities.EachAsync(snapshot, IamTables.Identities.Under(account, (int)kind).All))
        {
            if (pathPrefix is null || row.Value.Path.StartsWith(pathPrefix, StringComparison.Ordinal))
            {
                all.Add(row.Value);
            }
        }

        return all;
    }
}
