using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>How a bucket encrypts by default: with S3's own keys where nothing is set.</summary>
internal sealed class GetBucketEncryption : IOperation<GetBucketEncryptionRequest, GetBucketEncryptionOutput>
{
    public async ValueTask<Outcome<GetBucketEncryptionOutput>> ExecuteAsync(Call call, GetBucketEncryptionRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        if (found.IsError)
        {
            return found.Error;
        }

        var set = found.Value.Encryption;
        return new GetBucketEncryptionOutput
        {
            ServerSideEncryptionConfiguration = new ServerSideEncryptionConfiguration
            {
                Rules =
                [
                    new ServerSideEncryptionRule
                    {
                        ApplyServerSideEncryptionByDefault = new ServerSideEncryptionByDefault { SSEAlgorithm = set?.Algorithm ?? "AES256", KMSMasterKeyID = set?.KmsKeyId },
                        BucketKeyEnabled = set?.BucketKey ?? false,
                        BlockedEncryptionTypes = set is { Blocked.Count: > 0 } ? new BlockedEncryptionTypes { EncryptionType = [.. set.Blocked] } : null,
                    },
                ],
            },
        };
    }
}
