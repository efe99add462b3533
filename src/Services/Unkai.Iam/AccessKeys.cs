using Unkai.Api;
using Unkai.Iam.Model;
using Unkai.Storage;

namespace Unkai.Iam;

/// <summary>Users' access keys.</summary>
internal static class AccessKeys
{
    /// <summary>Keys a user may have. Source: IAM User Guide, "IAM and AWS STS quotas".</summary>
    internal const int PerUserMax = 2;

    internal static async ValueTask<Credential?> FindCredentialAsync(Snapshot snapshot, string accessKeyId)
    {
        if (await IamTables.AccessKeys.GetAsync(snapshot, accessKeyId) is not { } key || AccountId.Parse(key.Account) is not { } account
            || await IamTables.Identities.GetAsync(snapshot, (account, (int)IdentityKind.User, Identities.Key(key.User))) is not { } user)
        {
            return null;
        }

        var principal = new Principal
        {
            Kind = PrincipalKind.User,
            Account = account,
            Arn = Identities.ArnOf(account, IdentityKind.User, user),
            UserId = user.Id,
            AccessKeyId = accessKeyId,
            Tags = user.Tags,
        };
        return new Credential(accessKeyId, key.Secret, principal) { IsActive = key.IsActive };
    }

    internal static async ValueTask<IReadOnlyList<Row<(AccountId Account, string User, string KeyId), AccessKeyRecord>>> OfUserAsync(Snapshot snapshot, AccountId account, string user) =>
        await IamTables.AccessKeysByUser.RangeAsync(snapshot, IamTables.AccessKeysByUser.Under(account, Identities.Key(user)).All, PerUserMax + 1);

    internal static void Put(Transaction transaction, AccountId account, string keyId, AccessKeyRecord key)
    {
        IamTables.AccessKeys.Put(transaction, keyId, key);
        IamTables.AccessKeysByUser.Put(transaction, (account, Identities.Key(key.User), keyId), key);
    }

    internal static void Delete(Transaction transaction, AccountId account, string keyId, AccessKeyRecord key)
    {
        IamTables.AccessKeys.Delete(transaction, keyId);
        IamTables.AccessKeysByUser.Delete(transaction, (account, Identities.Key(key.User), keyId));
    }

    /// <summary>The user that a request means: the one it names, or the one that calls.</summary>
    internal static Outcome<string> UserOf(Principal caller, string? named)
    {
        if (named is not null)
        {
            return named;
        }

        return caller.Kind == PrincipalKind.User
            ? caller.Arn.Resource[(caller.Arn.Resource.LastIndexOf('/') + 1)..]
            : IamErrors.Validation("Must specify userName when calling with non-User credentials");
    }
}
