using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class RestoreTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_archived_object_is_read_between_its_restore_and_its_expiry()
    {
        await using var world = await cloud.ForkAsync();
        await world.Clock.FreezeAsync(new DateTimeOffset(2027, 1, 10, 12, 0, 0, TimeSpan.Zero), Cancellation);
        using var client = world.Client<AmazonS3Client>(config => ((AmazonS3Config)config).ForcePathStyle = true);
        var bucket = S3Cloud.NewBucketName();
        await client.PutBucketAsync(bucket, Cancellation);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "x", StorageClass = S3StorageClass.Glacier }, Cancellation);
        var restore = new RestoreObjectRequest { BucketName = bucket, Key = "film", Days = 2, RetrievalTier = GlacierJobTier.Standard };

        await Refused.WithAsync("InvalidObjectState", HttpStatusCode.Forbidden, () => client.GetObjectAsync(bucket, "film", Cancellation));
        await Refused.WithAsync("InvalidObjectState", HttpStatusCode.Forbidden, () => client.CopyObjectAsync(bucket, "film", bucket, "copy", Cancellation));
        var begun = await client.RestoreObjectAsync(restore, Cancellation);
        await Refused.WithAsync("RestoreAlreadyInProgress", HttpStatusCode.Conflict, () => client.RestoreObjectAsync(restore, Cancellation));
        var meanwhile = await client.GetObjectMetadataAsync(bucket, "film", Cancellation);
        await world.Clock.AdvanceAsync(TimeSpan.FromHours(6), Cancellation);
        using var read = await client.GetObjectAsync(bucket, "film", Cancellation);
        var listed = (await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, OptionalObjectAttributes = ["RestoreStatus"] }, Cancellation)).S3Objects.Single();
        var again = await client.RestoreObjectAsync(restore, Cancellation);
        await world.Clock.AdvanceAsync(TimeSpan.FromDays(4), Cancellation);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (begun.HttpStatusCode, again.HttpStatusCode));
        Assert.True(meanwhile.RestoreInProgress);
        Assert.Equal(new DateTime(2027, 1, 13, 0, 0, 0, DateTimeKind.Utc), read.RestoreExpiration!.Value.ToUniversalTime());
        Assert.False(listed.RestoreStatus.IsRestoreInProgress);
        await Refused.WithAsync("InvalidObjectState", HttpStatusCode.Forbidden, () => client.GetObjectAsync(bucket, "film", Cancellation));
    }

    [Fact]
    public async Task What_is_not_archived_and_tiers_that_a_class_has_not_are_refused()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "x");
        await cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "deep", ContentBody = "x", StorageClass = S3StorageClass.DeepArchive }, Cancellation);

        await Refused.WithAsync("InvalidObjectState", HttpStatusCode.Forbidden, () => cloud.Client.RestoreObjectAsync(new RestoreObjectRequest { BucketName = bucket, Key = "film", Days = 1 }, Cancellation));
        await Refused.WithAsync("InvalidArgument", HttpStatusCode.BadRequest, () => cloud.Client.RestoreObjectAsync(
            new RestoreObjectRequest { BucketName = bucket, Key = "deep", Days = 1, RetrievalTier = GlacierJobTier.Expedited }, Cancellation));
        await Refused.WithAsync("NoSuchKey", HttpStatusCode.NotFound, () => cloud.Client.RestoreObjectAsync(new RestoreObjectRequest { BucketName = bucket, Key = "missing", Days = 1 }, Cancellation));
    }
}
