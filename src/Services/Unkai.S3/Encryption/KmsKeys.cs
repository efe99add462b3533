using System.Security.Cryptography;
using System.Text;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Encryption;

/// <summary>What names a KMS key, as answers tell it: its ARN. Whether there is such a key nobody knows, as there is no KMS here.</summary>
/// <remarks>Source: Amazon S3 API Reference, PutObject, x-amz-server-side-encryption-aws-kms-key-id; KMS Developer Guide, "Key identifiers".</remarks>
internal static class KmsKeys
{
    private const string DefaultAlias = "alias/aws/s3";
    private const string MultiRegion = "mrk-";

    /// <summary>The ARN of a key.</summary>
    /// <param name="call">Whose account is meant where the name does not say.</param>
    /// <param name="bucket">The bucket: keys are of its region.</param>
    /// <param name="named">The key's id, ARN or alias; null for the one that AWS keeps for S3.</param>
    /// <returns>What is neither an id nor an ARN (an alias of one's own) as it is given.</returns>
    internal static Outcome<string> ArnOf(Call call, BucketRecord bucket, string? named)
    {
        if (named is null or DefaultAlias || named.EndsWith(":" + DefaultAlias, StringComparison.Ordinal))
        {
            return DefaultOf(bucket);
        }

        if (named.StartsWith("arn:", StringComparison.Ordinal))
        {
            return Arn.Parse(named) is not { Service: "kms" } arn ? NotFound($"Invalid keyId {named}")
                : arn.Region != bucket.Region ? NotFound($"Invalid arn {arn.Region}")
                : named;
        }

        return Guid.TryParseExact(named, "D", out _) || named.StartsWith(MultiRegion, StringComparison.Ordinal)
            ? $"arn:aws:kms:{bucket.Region}:{(call.Caller.Kind == PrincipalKind.Anonymous ? bucket.Owner : call.Account.Value)}:key/{named}"
            : named;
    }

    /// <summary>The key that AWS keeps for S3 in each account and region (aws/s3).</summary>
    private static string DefaultOf(BucketRecord bucket)
    {
        var id = new Guid(SHA256.HashData(Encoding.ASCII.GetBytes($"aws/s3:{bucket.Owner}:{bucket.Region}")).AsSpan(0, 16));
        return $"arn:aws:kms:{bucket.Region}:{bucket.Owner}:key/{id}";
    }

    private static AwsError NotFound(string message) => new("KMS.NotFoundException", 400, message);
}
