using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>A user's access keys, without secrets.</summary>
internal sealed class ListAccessKeys : IOperation<ListAccessKeysRequest, ListAccessKeysResponse>
{
    public async ValueTask<Outcome<ListAccessKeysResponse>> ExecuteAsync(Call call, ListAccessKeysRequest request)
    {
        var name = AccessKeys.UserOf(call.Caller, request.UserName);
        if (name.IsError)
        {
            return name.Error;
        }

        return await call.ReadAsync<Outcome<ListAccessKeysResponse>>(async snapshot =>
        {
            var user = await Identities.FindAsync(snapshot, call.Account, IdentityKind.User, name.Value);
            if (user.IsError)
            {
                return user.Error;
            }

            var keys = await AccessKeys.OfUserAsync(snapshot, call.Account, user.Value.Name);
            return new ListAccessKeysResponse
            {
                IsTruncated = false,
                AccessKeyMetadata =
                [
                    .. keys.Select(row => new AccessKeyMetadata
                    {
                        UserName = row.Value.User,
                        AccessKeyId = row.Key.KeyId,
                        Status = row.Value.IsActive ? StatusType.Active : StatusType.Inactive,
                        CreateDate = row.Value.CreatedAt,
                    }),
                ],
            };
        });
    }
}
