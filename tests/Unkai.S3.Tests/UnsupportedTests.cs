using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class UnsupportedTests(S3Cloud cloud) : IClassFixture<S3Cloud>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_archived_storage_class_is_refused_and_nothing_is_stored()
    {
        var bucket = await cloud.BucketAsync();

        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(
            () => cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "x", StorageClass = S3StorageClass.Glacier }, Cancellation));

        Assert.Equal(HttpStatusCode.NotImplemented, refused.StatusCode);
        Assert.Equal(0, (await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).KeyCount);
    }
}
