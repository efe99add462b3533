using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Lets a bucket encrypt with S3's own keys again.</summary>
internal sealed class DeleteBucketEncryption : IOperation<DeleteBucketEncryptionRequest, DeleteBucketEncryptionResponse>
{
    public ValueTask<Outcome<DeleteBucketEncryptionResponse>> ExecuteAsync(Call call, DeleteBucketEncryptionRequest request) =>
        Buckets.ChangeAsync(call, request.Bucket!, request.ExpectedBucketOwner, bucket => bucket with { Encryption = null }, new DeleteBucketEncryptionResponse());
}
