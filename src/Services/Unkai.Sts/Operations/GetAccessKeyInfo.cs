using Unkai.Api;
using Unkai.Api.Sts;
using Unkai.Cloud;

namespace Unkai.Sts.Operations;

/// <summary>The account that an access key belongs to.</summary>
internal sealed class GetAccessKeyInfo : IOperation<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse>
{
    public async ValueTask<Outcome<GetAccessKeyInfoResponse>> ExecuteAsync(Call call, GetAccessKeyInfoRequest request)
    {
        var key = request.AccessKeyId!;
        var lookup = call.World.Pipeline.Services.Find(key.StartsWith("ASIA", StringComparison.Ordinal) ? "sts" : "iam") as ICredentialLookup;
        var credential = lookup is null ? null : await lookup.FindAsync(call.World.Name, key, call.Cancellation);
        return new GetAccessKeyInfoResponse { Account = (credential?.Principal.Account ?? AccountId.Parse(key) ?? AccountId.Default).Value };
    }
}
