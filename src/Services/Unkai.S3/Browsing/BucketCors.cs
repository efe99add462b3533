using Unkai.Cloud;
using Unkai.S3.AccessPoints;
using Unkai.S3.Model;

namespace Unkai.S3.Browsing;

/// <summary>Pages of other origins: the first rule that fits decides.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Using cross-origin resource sharing (CORS)", How does Amazon S3 evaluate the CORS configuration on a bucket?</remarks>
public static class BucketCors
{
    /// <summary>Asks a bucket's rules.</summary>
    /// <returns>Whether the bucket has any, and the answer of the one that fits, or null.</returns>
    public static async ValueTask<(bool HasRules, CorsAnswer? Answer)> AskAsync(World world, string bucket, CorsQuestion question, CancellationToken cancellation)
    {
        var record = await world.Store.ReadAsync(
            world.Name,
            async snapshot => await S3Tables.Buckets.GetAsync(snapshot, await AccessPointLookup.FindAsync(snapshot, bucket) is { IsError: false, Value: var point } ? point.Bucket : bucket),
            cancellation);
        return record is not { Cors.Count: > 0 } ? (false, null) : (true, record.Cors.Select(rule => Answer(rule, question)).FirstOrDefault(found => found is not null));
    }

    private static CorsAnswer? Answer(CorsRecord rule, CorsQuestion question)
    {
        var origin = rule.AllowedOrigins.FirstOrDefault(pattern => Matches(pattern, question.Origin, StringComparison.Ordinal));
        return origin is null || !rule.AllowedMethods.Contains(question.Method)
            || !question.Headers.All(header => rule.AllowedHeaders.Any(pattern => Matches(pattern, header, StringComparison.OrdinalIgnoreCase)))
            ? null
            : new CorsAnswer(origin == "*" ? "*" : question.Origin, rule.AllowedMethods, question.Headers, rule.ExposeHeaders, rule.MaxAgeSeconds);
    }

    /// <summary>A pattern has one star at most.</summary>
    private static bool Matches(string pattern, string text, StringComparison comparison)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? text.Equals(pattern, comparison)
            : text.Length >= pattern.Length - 1 && text.StartsWith(pattern[..star], comparison) && text.EndsWith(pattern[(star + 1)..], comparison);
    }
}
