using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>A user; without a name, the one that calls.</summary>
internal sealed class GetUser : IOperation<GetUserRequest, GetUserResponse>
{
    public async ValueTask<Outcome<GetUserResponse>> ExecuteAsync(Call call, GetUserRequest request)
    {
        if (request.UserName is null && call.Caller.Kind == PrincipalKind.Root)
        {
            return new GetUserResponse
            {
                User = new User { UserId = call.Account.Value, Arn = call.Caller.Arn.ToString(), CreateDate = DateTimeOffset.UnixEpoch, Path = "/", UserName = "root" },
            };
        }

        var name = AccessKeys.UserOf(call.Caller, request.UserName);
        if (name.IsError)
        {
            return name.Error;
        }

        var found = await Identities.ReadAsync(call, IdentityKind.User, name.Value);
        return found.IsError ? found.Error : new GetUserResponse { User = IdentityShapes.ToUser(call.Account, found.Value) };
    }
}
