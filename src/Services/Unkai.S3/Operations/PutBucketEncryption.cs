using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Encryption;
using Unkai.S3.Model;

namespace Unkai.S3.Operations;

/// <summary>Sets how a bucket encrypts by default.</summary>
internal sealed class PutBucketEncryption : IOperation<PutBucketEncryptionRequest, PutBucketEncryptionResponse>
{
    public ValueTask<Outcome<PutBucketEncryptionResponse>> ExecuteAsync(Call call, PutBucketEncryptionRequest request) => Buckets.ChangeAsync(
        call,
        request.Bucket!,
        request.ExpectedBucketOwner,
        bucket => ToRecord(request.ServerSideEncryptionConfiguration) is var record && record.IsError ? record.Error : bucket with { Encryption = record.Value },
        new PutBucketEncryptionResponse());

    private static Outcome<BucketEncryptionRecord> ToRecord(ServerSideEncryptionConfiguration? configuration)
    {
        if (configuration?.Rules is not [var rule])
        {
            return S3Errors.MalformedXml;
        }

        var algorithm = rule.ApplyServerSideEncryptionByDefault is { } byDefault ? byDefault.SSEAlgorithm : "AES256";
        if (algorithm != "AES256" && !RequestedEncryption.IsKms(algorithm))
        {
            return S3Errors.MalformedXml;
        }

        if (rule.BlockedEncryptionTypes?.EncryptionType?.Exists(type => type is not ("SSE-C" or "NONE")) == true)
        {
            return S3Errors.MalformedXml;
        }

        var key = rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
        return key is not null && algorithm == "AES256"
            ? S3Errors.InvalidArgument("a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse", "ApplyServerSideEncryptionByDefault", algorithm)
            : new BucketEncryptionRecord
            {
                Algorithm = algorithm!,
                KmsKeyId = key,
                BucketKey = rule.BucketKeyEnabled == true,
                Blocked = rule.BlockedEncryptionTypes?.EncryptionType?.Contains("SSE-C") == true ? ["SSE-C"] : [],
            };
    }
}
