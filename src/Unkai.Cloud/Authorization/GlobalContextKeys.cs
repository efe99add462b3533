using System.Globalization;
using Unkai.Api;

namespace Unkai.Cloud.Authorization;

/// <summary>The context keys that every request carries.</summary>
/// <remarks>Source: IAM User Guide, "AWS global condition context keys".</remarks>
internal static class GlobalContextKeys
{
    internal static Dictionary<string, IReadOnlyList<string>> Collect(AuthorizationRequest request)
    {
        var principal = request.Principal;
        var keys = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase)
        {
            ["aws:CurrentTime"] = [request.Now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)],
            ["aws:EpochTime"] = [request.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)],
            ["aws:RequestedRegion"] = [request.Region],
            ["aws:ResourceAccount"] = [request.ResourceAccount.Value],
            ["aws:SecureTransport"] = [request.IsSecureTransport ? "true" : "false"],
            ["aws:PrincipalIsAWSService"] = [principal.Kind == PrincipalKind.Service ? "true" : "false"],
            ["aws:ViaAWSService"] = [request.CalledVia is null ? "false" : "true"],
        };

        if (principal.Kind is not (PrincipalKind.Anonymous or PrincipalKind.Service))
        {
            keys["aws:PrincipalArn"] = [(principal.SessionIssuer ?? principal.Arn).ToString()];
            keys["aws:PrincipalAccount"] = [principal.Account.Value];
            keys["aws:userid"] = [principal.UserId];
            keys["aws:PrincipalType"] = [principal.Kind switch { PrincipalKind.Root => "Account", var kind => kind.ToString() }];
        }

        Set("aws:SourceIp", request.SourceIp);
        Set("aws:UserAgent", request.UserAgent);
        Set("aws:Referer", request.Referer);
        Set("aws:CalledVia", request.CalledVia);
        Set("aws:PrincipalServiceName", principal.Kind == PrincipalKind.Service ? principal.UserId : null);
        Set("aws:username", principal.Kind == PrincipalKind.User ? principal.Arn.Resource[(principal.Arn.Resource.LastIndexOf('/') + 1)..] : null);
        Set("aws:TokenIssueTime", principal.SessionIssuedAt?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        foreach (var (name, value) in principal.Tags ?? new Dictionary<string, string>())
        {
            keys[$"aws:PrincipalTag/{name}"] = [value];
        }

        foreach (var (name, values) in request.ServiceKeys)
        {
            keys[name] = values;
        }

        return keys;

        void Set(string name, string? value)
        {
            if (value is not null)
            {
                keys[name] = [value];
            }
        }
    }
}
