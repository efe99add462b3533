using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class DeletionTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_deletes_what_is_there_and_what_is_not()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "a & b", "x");
        await cloud.PutAsync(bucket, "kept", "x");

        var deleted = await cloud.Client.DeleteObjectsAsync(
            new DeleteObjectsRequest { BucketName = bucket, Objects = [new KeyVersion { Key = "a & b" }, new KeyVersion { Key = "not there" }] }, Cancellation);

        Assert.Equal(["a & b", "not there"], deleted.DeletedObjects.Select(one => one.Key));
        Assert.Equal("kept", Assert.Single((await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).S3Objects).Key);
    }

    [Fact]
    public async Task A_quiet_batch_tells_errors_only()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "a", "x");

        var deleted = await cloud.Client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = bucket, Quiet = true, Objects = [new KeyVersion { Key = "a" }] }, Cancellation);

        Assert.Empty(deleted.DeletedObjects ?? []);
        await Refused.WithAsync("NoSuchKey", HttpStatusCode.NotFound, () => cloud.GetAsync(bucket, "a"));
    }

    [Fact]
    public async Task A_batch_has_at_most_1000_keys()
    {
        var bucket = await cloud.BucketAsync();
        var keys = Enumerable.Range(0, 1001).Select(i => new KeyVersion { Key = $"{i}" }).ToList();

        await Refused.WithAsync("MalformedXML", HttpStatusCode.BadRequest, () => cloud.Client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = bucket, Objects = keys }, Cancellation));
        var deleted = await cloud.Client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = bucket, Objects = keys[..1000] }, Cancellation);

        Assert.Equal(1000, deleted.DeletedObjects.Count);
    }

    [Fact]
    public async Task A_batch_makes_markers_and_deletes_versions()
    {
        var bucket = await cloud.VersionedBucketAsync();
        var version = (await cloud.PutAsync(bucket, "a", "x")).VersionId;
        await cloud.PutAsync(bucket, "b", "x");

        var deleted = await cloud.Client.DeleteObjectsAsync(
            new DeleteObjectsRequest { BucketName = bucket, Objects = [new KeyVersion { Key = "a", VersionId = version }, new KeyVersion { Key = "b" }] }, Cancellation);

        Assert.Equal((version, null), (deleted.DeletedObjects[0].VersionId, deleted.DeletedObjects[0].DeleteMarkerVersionId));
        Assert.True(deleted.DeletedObjects[1].DeleteMarker);
        Assert.NotNull(deleted.DeletedObjects[1].DeleteMarkerVersionId);
        var left = await cloud.Client.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket }, Cancellation);
        Assert.Equal([("b", true), ("b", false)], left.Versions.Select(one => (one.Key, one.IsDeleteMarker == true)).OrderByDescending(one => one.Item2));
    }

    [Fact]
    public async Task A_batch_tells_which_keys_failed()
    {
        var bucket = await cloud.VersionedBucketAsync();
        await cloud.PutAsync(bucket, "a", "x");

        var failed = await Assert.ThrowsAsync<DeleteObjectsException>(() => cloud.Client.DeleteObjectsAsync(
            new DeleteObjectsRequest { BucketName = bucket, Objects = [new KeyVersion { Key = "a", VersionId = "no-version" }, new KeyVersion { Key = "b" }] }, Cancellation));

        Assert.Equal("b", Assert.Single(failed.Response.DeletedObjects).Key);
        Assert.Equal(("a", "no-version"), (failed.Response.DeleteErrors[0].Key, failed.Response.DeleteErrors[0].VersionId));
    }
}
