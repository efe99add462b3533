using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;

namespace Unkai.Iam.Operations;

/// <summary>Removes an access key.</summary>
internal sealed class DeleteAccessKey : IOperation<DeleteAccessKeyRequest, DeleteAccessKeyResponse>
{
    public async ValueTask<Outcome<DeleteAccessKeyResponse>> ExecuteAsync(Call call, DeleteAccessKeyRequest request)
    {
        var name = AccessKeys.UserOf(call.Caller, request.UserName);
        if (name.IsError)
        {
            return name.Error;
        }

        return await call.TransactAsync<DeleteAccessKeyResponse>(async transaction =>
        {
            if (await IamTables.AccessKeys.GetAsync(transaction, request.AccessKeyId!) is not { } key
                || key.Account != call.Account.Value
                || !key.User.Equals(name.Value, StringComparison.OrdinalIgnoreCase))
            {
                return IamErrors.NoSuchEntity($"The Access Key with id {request.AccessKeyId} cannot be found.");
            }

            AccessKeys.Delete(transaction, call.Account, request.AccessKeyId!, key);
            return new DeleteAccessKeyResponse();
        });
    }
}
