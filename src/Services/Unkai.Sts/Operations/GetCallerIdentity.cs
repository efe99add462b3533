using Unkai.Api;
using Unkai.Api.Sts;
using Unkai.Cloud;

namespace Unkai.Sts.Operations;

/// <summary>Who calls.</summary>
internal sealed class GetCallerIdentity : IOperation<GetCallerIdentityRequest, GetCallerIdentityResponse>
{
    public ValueTask<Outcome<GetCallerIdentityResponse>> ExecuteAsync(Call call, GetCallerIdentityRequest request) =>
        ValueTask.FromResult<Outcome<GetCallerIdentityResponse>>(
            new GetCallerIdentityResponse { UserId = call.Caller.UserId, Account = call.Account.Value, Arn = call.Caller.Arn.ToString() });
}
