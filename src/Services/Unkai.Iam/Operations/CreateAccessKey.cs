using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Makes an access key; its secret is told this once.</summary>
internal sealed class CreateAccessKey : IOperation<CreateAccessKeyRequest, CreateAccessKeyResponse>
{
    public async ValueTask<Outcome<CreateAccessKeyResponse>> ExecuteAsync(Call call, CreateAccessKeyRequest request)
    {
        var name = AccessKeys.UserOf(call.Caller, request.UserName);
        if (name.IsError)
        {
            return name.Error;
        }

        var id = AccessKeyIds.Create(AccessKeyIds.UserPrefix, call.World.Name, call.Random);
        var secret = UniqueIds.CreateSecret(call.Random);
        return await call.TransactAsync<CreateAccessKeyResponse>(async transaction =>
        {
            var user = await Identities.FindAsync(transaction, call.Account, IdentityKind.User, name.Value);
            if (user.IsError)
            {
                return user.Error;
            }

            if ((await AccessKeys.OfUserAsync(transaction, call.Account, user.Value.Name)).Count >= AccessKeys.PerUserMax)
            {
                return IamErrors.LimitExceeded($"Cannot exceed quota for AccessKeysPerUser: {AccessKeys.PerUserMax}");
            }

            var key = new AccessKeyRecord { Account = call.Account.Value, User = user.Value.Name, Secret = secret, CreatedAt = call.Clock.GetUtcNow() };
            AccessKeys.Put(transaction, call.Account, id, key);
            return new CreateAccessKeyResponse
            {
                AccessKey = new AccessKey { UserName = key.User, AccessKeyId = id, SecretAccessKey = secret, Status = StatusType.Active, CreateDate = key.CreatedAt },
            };
        });
    }
}
