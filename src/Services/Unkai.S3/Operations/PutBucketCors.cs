using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Operations;

/// <summary>Sets a bucket's CORS rules.</summary>
internal sealed class PutBucketCors : IOperation<PutBucketCorsRequest, PutBucketCorsResponse>
{
    private const int RulesMax = 100;

    private static readonly HashSet<string> s_methods = ["GET", "PUT", "HEAD", "POST", "DELETE"];

    public ValueTask<Outcome<PutBucketCorsResponse>> ExecuteAsync(Call call, PutBucketCorsRequest request)
    {
        var rules = request.CORSConfiguration?.CORSRules;
        return Check(rules) is { } refused
            ? ValueTask.FromResult<Outcome<PutBucketCorsResponse>>(refused)
            : Buckets.ChangeAsync(call, request.Bucket!, request.ExpectedBucketOwner, bucket => bucket with { Cors = [.. rules!.Select(ToRecord)] }, new PutBucketCorsResponse());
    }

    private static AwsError? Check(List<CORSRule>? rules)
    {
        if (rules is not { Count: > 0 and <= RulesMax } || rules.Exists(rule => rule.AllowedMethods is not { Count: > 0 } || rule.AllowedOrigins is not { Count: > 0 }))
        {
            return S3Errors.MalformedXml;
        }

        foreach (var rule in rules)
        {
            if (rule.AllowedMethods!.Find(method => !s_methods.Contains(method)) is { } method)
            {
                return S3Errors.InvalidRequest($"Found unsupported HTTP method in CORS config. Unsupported method is {method}");
            }

            if (rule.AllowedOrigins!.Find(HasTwoStars) is { } origin)
            {
                return S3Errors.InvalidRequest($"AllowedOrigin \"{origin}\" can not have more than one wildcard.");
            }

            if (rule.AllowedHeaders?.Find(HasTwoStars) is { } header)
            {
                return S3Errors.InvalidRequest($"AllowedHeader \"{header}\" can not have more than one wildcard.");
            }

            if (rule.ExposeHeaders?.Find(header => header.Contains('*', StringComparison.Ordinal)) is { } exposed)
            {
                return S3Errors.InvalidRequest($"ExposeHeader \"{exposed}\" contains wildcard. We currently do not support wildcard for ExposeHeader.");
            }
        }

        return null;
    }

    private static bool HasTwoStars(string text) => text.AsSpan().Count('*') > 1;

    private static CorsRecord ToRecord(CORSRule rule) => new()
    {
        Id = rule.ID,
        AllowedMethods = rule.AllowedMethods ?? [],
        AllowedOrigins = rule.AllowedOrigins ?? [],
        AllowedHeaders = rule.AllowedHeaders ?? [],
        ExposeHeaders = rule.ExposeHeaders ?? [],
        MaxAgeSeconds = rule.MaxAgeSeconds,
    };
}
