using System.Text;
using System.Text.Json;
using Unkai.Api;
using Unkai.Cloud.Authorization;
using Unkai.S3.Model;

namespace Unkai.S3.AccessControl;

/// <summary>Bucket policies as they are evaluated, and what they must be to be taken.</summary>
internal static class BucketPolicies
{
    private const int BytesMax = 20 * 1024;

    internal static PolicyDocument? Of(BucketRecord bucket) => bucket.Policy is { } policy ? ParsedPolicies.Of(bucket, policy).Document : null;

    /// <summary>Whether the bucket's policy lets strangers in.</summary>
    internal static bool IsPublic(BucketRecord bucket) => bucket.Policy is { } policy && ParsedPolicies.Of(bucket, policy).IsPublic;

    /// <summary>Whether a condition asks for the tags that an object has.</summary>
    internal static bool AsksForTags(BucketRecord bucket) => bucket.Policy?.Contains("ExistingObjectTag", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>A policy that may be put on the bucket, or what is wrong with it.</summary>
    internal static Outcome<PolicyDocument> Read(string bucket, string policy) => Read($"arn:aws:s3:::{bucket}", $"arn:aws:s3:::{bucket}/", policy);

    /// <summary>A policy that may be put on a resource, or what is wrong with it.</summary>
    /// <param name="arn">The resource's ARN.</param>
    /// <param name="objects">What the ARNs of its objects begin with.</param>
    /// <param name="policy">The policy's JSON.</param>
    internal static Outcome<PolicyDocument> Read(string arn, string objects, string policy)
    {
        if (Encoding.UTF8.GetByteCount(policy) > BytesMax)
        {
            return S3Errors.MalformedPolicy("Normalized policy document exceeds the maximum allowed size of 20480 bytes.");
        }

        if (!policy.AsSpan().TrimStart().StartsWith("{"))
        {
            return S3Errors.MalformedPolicy("Policies must be valid JSON and the first byte must be '{'");
        }

        if (!IsJson(policy))
        {
            return S3Errors.MalformedPolicy("This policy contains invalid Json");
        }

        if (PolicyParser.Parse(policy, PolicyKind.Resource, out var problem) is not { } parsed)
        {
            return S3Errors.MalformedPolicy(problem!);
        }

        return parsed.Statements.Select(statement => Check(statement, arn, objects)).FirstOrDefault(found => found is not null) is { } wrong ? S3Errors.MalformedPolicy(wrong) : parsed;
    }

    private static string? Check(PolicyStatement statement, string arn, string objects)
    {
        var resources = statement.Resources ?? statement.NotResources;
        if (resources is not { Count: > 0 })
        {
            return "Missing required field Resource";
        }

        if (!resources.All(resource => resource == arn || resource.StartsWith(objects, StringComparison.Ordinal) || (resource.AsSpan().IndexOfAny('*', '?') >= 0 && CouldBeOf(resource, arn))))
        {
            return "Policy has invalid resource";
        }

        var actions = statement.Actions ?? statement.NotActions!;
        if (!actions.All(action => PolicyActions.IsKnown(action) || action.StartsWith("s3-object-lambda:", StringComparison.OrdinalIgnoreCase)))
        {
            return "Policy has invalid action";
        }

        if (!statement.Conditions.All(condition => PolicyActions.IsKnownKey(condition.Key)))
        {
            return "Policy has an invalid condition key";
        }

        if (statement is { Actions: { } named, Resources: { } meant })
        {
            var hasObjects = meant.Any(resource => resource.StartsWith(objects, StringComparison.Ordinal) || (resource != arn && resource.AsSpan().IndexOfAny('*', '?') >= 0));
            var hasBucket = meant.Any(resource => Wildcard.Matches(resource, arn, ignoreCase: false));
            if (!named.All(action => (hasObjects && PolicyActions.IsOfObjects(action)) || (hasBucket && PolicyActions.IsOfBuckets(action)) || !PolicyActions.IsKnown(action)))
            {
                return "Action does not apply to any resource(s) in statement";
            }
        }

        var principals = statement.Principals ?? statement.NotPrincipals!;
        return principals.Aws.All(IsPrincipal) && principals.CanonicalUsers.All(id => Owners.AccountOf(id) is not null) ? null : "Invalid principal in policy";
    }

    /// <summary>Whether a pattern with wildcards can mean the bucket or what is in it.</summary>
    private static bool CouldBeOf(string resource, string arn)
    {
        var star = resource.AsSpan().IndexOfAny('*', '?');
        return arn.StartsWith(resource[..star], StringComparison.Ordinal) || resource.StartsWith(arn + "/", StringComparison.Ordinal);
    }

    private static bool IsPrincipal(string name) =>
        name == "*" || AccountId.Parse(name) is not null || (Arn.Parse(name) is { Service: "iam" or "sts" } arn && AccountId.Parse(arn.Account) is not null);

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
