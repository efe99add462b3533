using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Api.Sts;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;

namespace Unkai.Sts;

/// <summary>The policies that are passed when a session is made.</summary>
internal static class SessionPolicies
{
    private const int LengthMax = 2048;
    private const int PolicyArnsMax = 10;

    /// <returns>Null in the outcome when none were passed.</returns>
    internal static async ValueTask<Outcome<IReadOnlyList<string>?>> ReadAsync(Call call, string? inline, List<PolicyDescriptorType>? arns)
    {
        if (inline is null && arns is not { Count: > 0 })
        {
            return (List<string>?)null;
        }

        var documents = new List<string>();
        if (inline is not null)
        {
            if (PolicyParser.Parse(inline, PolicyKind.Identity, out var problem) is null)
            {
                return new AwsError("MalformedPolicyDocument", 400, problem!);
            }

            documents.Add(inline);
        }

        if (arns is { Count: > PolicyArnsMax } || (inline?.Length ?? 0) > LengthMax)
        {
            return new AwsError("PackedPolicyTooLarge", 400, "The session policies are larger than what AWS can pack into a session token.");
        }

        foreach (var arn in arns ?? [])
        {
            var asSts = call.As(Principal.Service("sts.amazonaws.com", call.Account), "sts.amazonaws.com");
            var policy = await asSts.Iam.GetPolicyAsync(new GetPolicyRequest { PolicyArn = arn.Arn });
            if (policy.IsError)
            {
                return new AwsError("InvalidParameterValue", 400, $"The managed policy {arn.Arn} cannot be found.");
            }

            var version = await asSts.Iam.GetPolicyVersionAsync(new GetPolicyVersionRequest { PolicyArn = arn.Arn, VersionId = policy.Value.Policy!.DefaultVersionId });
            if (version.IsError)
            {
                return version.Error;
            }

            documents.Add(Uri.UnescapeDataString(version.Value.PolicyVersion!.Document!));
        }

        return documents;
    }

    /// <summary>The share of the packed size in percent.</summary>
    internal static int? PackedSize(IReadOnlyList<string>? policies) => policies is null ? null : Math.Clamp(policies.Sum(policy => policy.Length) * 100 / LengthMax, 1, 100);
}
