using Unkai.Api;
using Unkai.Api.Sts;
using Unkai.Cloud;

namespace Unkai.Sts.Operations;

/// <summary>Temporary credentials of the user that calls.</summary>
internal sealed class GetSessionToken : IOperation<GetSessionTokenRequest, GetSessionTokenResponse>
{
    private const int SecondsDefault = 43_200;
    private const int RootSecondsMax = 3600;

    public async ValueTask<Outcome<GetSessionTokenResponse>> ExecuteAsync(Call call, GetSessionTokenRequest request)
    {
        if ((request.SerialNumber ?? request.TokenCode) is not null)
        {
            return new AwsError("NotImplemented", 501, "Unkai does not implement MFA: SerialNumber and TokenCode are not checked.");
        }

        if (call.Caller.Kind is not (PrincipalKind.User or PrincipalKind.Root))
        {
            return new AwsError("AccessDenied", 403, "Cannot call GetSessionToken with session credentials");
        }

        var seconds = request.DurationSeconds ?? (call.Caller.Kind == PrincipalKind.Root ? RootSecondsMax : SecondsDefault);
        if (call.Caller.Kind == PrincipalKind.Root)
        {
            seconds = Math.Min(seconds, RootSecondsMax);
        }

        return new GetSessionTokenResponse { Credentials = await Sessions.IssueAsync(call, call.Caller, TimeSpan.FromSeconds(seconds)) };
    }
}
