using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class UnsupportedTests(S3Cloud cloud) : IClassFixture<S3Cloud>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bucket_with_a_public_ACL_is_refused_by_name_and_not_made()
    {
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(
            () => cloud.Client.PutBucketAsync(new PutBucketRequest { BucketName = "public-films", CannedACL = S3CannedACL.PublicRead }, Cancellation));

        Assert.Equal(HttpStatusCode.NotImplemented, refused.StatusCode);
        Assert.Contains("x-amz-acl", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain((await cloud.Client.ListBucketsAsync(Cancellation)).Buckets ?? [], bucket => bucket.BucketName == "public-films");
    }
}
