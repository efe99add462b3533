using System.Text.RegularExpressions;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3;

/// <summary>Requests that come to another region's endpoint, or are signed for one, are told the bucket's own.</summary>
/// <remarks>
/// A host such as <c>s3.eu-west-1.localhost</c> is a region's endpoint; one without a region serves whatever region the signature names.
/// Source: Amazon S3 User Guide, "Making requests using the REST API", Request redirection; API Reference, "Error responses".
/// </remarks>
internal static partial class BucketRegions
{
    /// <summary>Where a bucket is.</summary>
    internal const string Header = "x-amz-bucket-region";

    /// <summary>Whether AWS has, or could have, a region of this name.</summary>
    internal static bool Exists(string region) => RegionNames().IsMatch(region);

    internal static AwsError? Check(Call call, OperationContract operation, string name, BucketRecord? bucket)
    {
        if (bucket is null || call.Cause is not null || operation.Name == "GetBucketLocation")
        {
            return null;
        }

        var host = RegionOf(call.Origin.BaseAddress);
        var signature = call.Origin.Signature;
        var signed = signature is { Version: "AWS4-HMAC-SHA256" } ? call.Region : null;
        return host is not null && host != bucket.Region ? Redirect(name, bucket.Region)
            : signed is not null && signed != bucket.Region ? WrongSignature(signature!.AuthType, signed, bucket.Region)
            : null;
    }

    /// <summary>Source: the partitions' <c>regionRegex</c> in AWS's endpoint data.</summary>
    [GeneratedRegex("^((us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso|us-isob|eu-isoe|us-isof)-[a-z]+-[0-9]+|eusc-de-[a-z]+-[0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex RegionNames();

    /// <returns>Null when the address names no region.</returns>
    private static string? RegionOf(string address)
    {
        // Nearly every address here is a loopback one: nothing is cut up for it.
        if (!address.Contains("s3", StringComparison.Ordinal))
        {
            return null;
        }

        var labels = address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..].Split(':')[0].Split('.');
        for (var i = 0; i < labels.Length; i++)
        {
            var region = labels[i] == "s3" && i + 1 < labels.Length ? labels[i + 1] : labels[i].StartsWith("s3-", StringComparison.Ordinal) && !labels[i].StartsWith("s3-website", StringComparison.Ordinal) ? labels[i][3..] : null;
            if (region is not null && region.Count(c => c == '-') is 2 or 3 && char.IsAsciiDigit(region[^1]))
            {
                return region;
            }
        }

        return null;
    }

    private static AwsError Redirect(string bucket, string region) => new(
        "PermanentRedirect", 301, "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.")
    {
        Extra = [new("Endpoint", $"{bucket}.s3.{region}.amazonaws.com"), new("Bucket", bucket)],
        Headers = [new(Header, region)],
    };

    private static AwsError WrongSignature(string authType, string signed, string region)
    {
        var problem = $"the region '{signed}' is wrong; expecting '{region}'";
        var error = authType == "REST-QUERY-STRING"
            ? new AwsError("AuthorizationQueryParametersError", 400, $"Error parsing the X-Amz-Credential parameter; {problem}")
            : new AwsError("AuthorizationHeaderMalformed", 400, $"The authorization header is malformed; {problem}");
        return error with { Extra = [new("Region", region)], Headers = [new(Header, region)] };
    }
}
