using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;

namespace Unkai.Iam.Operations;

/// <summary>Turns an access key on or off.</summary>
internal sealed class UpdateAccessKey : IOperation<UpdateAccessKeyRequest, UpdateAccessKeyResponse>
{
    public async ValueTask<Outcome<UpdateAccessKeyResponse>> ExecuteAsync(Call call, UpdateAccessKeyRequest request)
    {
        var name = AccessKeys.UserOf(call.Caller, request.UserName);
        if (name.IsError)
        {
            return name.Error;
        }

        return await call.TransactAsync<UpdateAccessKeyResponse>(async transaction =>
        {
            if (await IamTables.AccessKeys.GetAsync(transaction, request.AccessKeyId!) is not { } key
                || key.Account != call.Account.Value
                || !key.User.Equals(name.Value, StringComparison.OrdinalIgnoreCase))
            {
                return IamErrors.NoSuchEntity($"The Access Key with id {request.AccessKeyId} cannot be found.");
            }

            AccessKeys.Put(transaction, call.Account, request.AccessKeyId!, key with { IsActive = request.Status == StatusType.Active });
            return new UpdateAccessKeyResponse();
        });
    }
}
