using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Unkai.Testing;

namespace Unkai.S3.Tests;

public sealed class ReplicationTests(S3Cloud cloud)
{
    private const string Role = "arn:aws:iam::000000000000:role/replication";
    private const int PartBytes = 5 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<(UnkaiWorld World, AmazonS3Client Client, string Source, string Target)> StartAsync(S3Cloud cloud, Action<ReplicationRule>? change = null)
    {
        var world = await cloud.ForkAsync();
        await world.Clock.FreezeAsync(new DateTimeOffset(2027, 1, 10, 12, 0, 0, TimeSpan.Zero), Cancellation);
        var client = world.Client<AmazonS3Client>(config => ((AmazonS3Config)config).ForcePathStyle = true);
        var (source, target) = (S3Cloud.NewBucketName(), S3Cloud.NewBucketName());
        foreach (var bucket in new[] { source, target })
        {
            await client.PutBucketAsync(bucket, Cancellation);
            await VersionsAsync(client, bucket);
        }

        await SetAsync(client, source, target, change);
        return (world, client, source, target);
    }

    private static Task<PutBucketVersioningResponse> VersionsAsync(AmazonS3Client client, string bucket) => client.PutBucketVersioningAsync(
        new PutBucketVersioningRequest { BucketName = bucket, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } }, Cancellation);

    private static Task<PutBucketReplicationResponse> SetAsync(AmazonS3Client client, string source, string target, Action<ReplicationRule>? change)
    {
        var rule = new ReplicationRule
        {
            Id = "all",
            Priority = 1,
            Status = ReplicationRuleStatus.Enabled,
            Filter = new ReplicationRuleFilter { Prefix = "" },
            DeleteMarkerReplication = new DeleteMarkerReplication { Status = DeleteMarkerReplicationStatus.Enabled },
            Destination = new ReplicationDestination { BucketArn = "arn:aws:s3:::" + target },
        };
        change?.Invoke(rule);
        return client.PutBucketReplicationAsync(
            new PutBucketReplicationRequest { BucketName = source, Configuration = new ReplicationConfiguration { Role = Role, Rules = [rule] } }, Cancellation);
    }

    [Fact]
    public async Task Versions_follow_with_their_ids_and_say_where_they_stand()
    {
        var (world, client, source, target) = await StartAsync(cloud, rule => rule.Destination.StorageClass = S3StorageClass.StandardInfrequentAccess);
        await using var _ = world;
        var put = new PutObjectRequest { BucketName = source, Key = "film", ContentBody = "x", TagSet = [new Tag { Key = "a", Value = "b" }] };
        put.Metadata["director"] = "Ozu";
        var first = await client.PutObjectAsync(put, Cancellation);
        var before = await client.GetObjectMetadataAsync(source, "film", Cancellation);

        await world.Clock.SettleAsync(Cancellation);
        var after = await client.GetObjectMetadataAsync(source, "film", Cancellation);
        var replica = await client.GetObjectMetadataAsync(target, "film", Cancellation);

        Assert.Equal(("PENDING", "COMPLETED", "REPLICA"), (before.ReplicationStatus.Value, after.ReplicationStatus.Value, replica.ReplicationStatus.Value));
        Assert.Equal((first.VersionId, "Ozu", "STANDARD_IA", first.ETag), (replica.VersionId, replica.Metadata["director"], replica.StorageClass.Value, replica.ETag));
        Assert.Equal("b", (await client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = target, Key = "film" }, Cancellation)).Tagging.Single().Value);
    }

    [Fact]
    public async Task Filters_choose_and_delete_markers_follow_only_where_they_shall()
    {
        var (world, client, source, target) = await StartAsync(cloud, rule =>
        {
            rule.Filter = new ReplicationRuleFilter { Prefix = "a/" };
            rule.DeleteMarkerReplication.Status = DeleteMarkerReplicationStatus.Disabled;
        });
        await using var _ = world;
        await client.PutObjectAsync(new PutObjectRequest { BucketName = source, Key = "a/1", ContentBody = "x" }, Cancellation);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = source, Key = "b/1", ContentBody = "x" }, Cancellation);
        await client.DeleteObjectAsync(source, "a/1", Cancellation);

        await world.Clock.SettleAsync(Cancellation);

        Assert.Equal(["a/1"], (await client.ListVersionsAsync(target, Cancellation)).Versions.Select(one => one.Key));
    }

    [Fact]
    public async Task Delete_markers_and_later_tags_follow_and_deleted_versions_stay()
    {
        var (world, client, source, target) = await StartAsync(cloud);
        await using var _ = world;
        var version = (await client.PutObjectAsync(new PutObjectRequest { BucketName = source, Key = "film", ContentBody = "x" }, Cancellation)).VersionId;
        await world.Clock.SettleAsync(Cancellation);
        await client.PutObjectTaggingAsync(new PutObjectTaggingRequest { BucketName = source, Key = "film", Tagging = new Tagging { TagSet = [new Tag { Key = "late", Value = "yes" }] } }, Cancellation);
        await world.Clock.SettleAsync(Cancellation);
        var tags = await client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = target, Key = "film" }, Cancellation);
        await client.DeleteObjectAsync(source, "film", Cancellation);
        await client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = source, Key = "film", VersionId = version }, Cancellation);
        await world.Clock.SettleAsync(Cancellation);

        Assert.Equal("late", tags.Tagging.Single().Key);
        Assert.Equal([true, false], (await client.ListVersionsAsync(target, Cancellation)).Versions.Select(one => one.IsDeleteMarker == true));
    }

    [Fact]
    public async Task Objects_of_parts_keep_their_parts()
    {
        var (world, client, source, target) = await StartAsync(cloud);
        await using var _ = world;
        var upload = await client.InitiateMultipartUploadAsync(source, "film", Cancellation);
        var parts = new List<PartETag>();
        for (var number = 1; number <= 2; number++)
        {
            var part = await client.UploadPartAsync(new UploadPartRequest { BucketName = source, Key = "film", UploadId = upload.UploadId, PartNumber = number, InputStream = new MemoryStream(new byte[PartBytes]) }, Cancellation);
            parts.Add(new PartETag(number, part.ETag));
        }

        await client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = source, Key = "film", UploadId = upload.UploadId, PartETags = parts }, Cancellation);
        await world.Clock.SettleAsync(Cancellation);
        foreach (var version in (await client.ListVersionsAsync(source, Cancellation)).Versions)
        {
            await client.DeleteObjectAsync(source, version.Key, version.VersionId, Cancellation);
        }

        using var replica = await client.GetObjectAsync(target, "film", Cancellation);
        using var bytes = new MemoryStream();
        await replica.ResponseStream.CopyToAsync(bytes, Cancellation);

        Assert.EndsWith("-2\"", replica.ETag, StringComparison.Ordinal);
        Assert.Equal(2 * PartBytes, bytes.Length);
    }

    [Fact]
    public async Task What_was_there_before_follows_where_a_rule_asks_for_it()
    {
        var (world, client, source, target) = await StartAsync(cloud, rule => rule.Status = ReplicationRuleStatus.Disabled);
        await using var _ = world;
        await client.PutObjectAsync(new PutObjectRequest { BucketName = source, Key = "film", ContentBody = "1" }, Cancellation);
        await world.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = source, Key = "film", ContentBody = "2" }, Cancellation);

        await SetAsync(client, source, target, rule => rule.ExistingObjectReplication = new ExistingObjectReplication { Status = ExistingObjectReplicationStatus.Enabled });
        await world.Clock.SettleAsync(Cancellation);

        var wanted = (await client.ListVersionsAsync(source, Cancellation)).Versions.Select(one => (one.VersionId, one.IsLatest));
        Assert.Equal(wanted, (await client.ListVersionsAsync(target, Cancellation)).Versions.Select(one => (one.VersionId, one.IsLatest)));
    }

    [Fact]
    public async Task A_destination_that_is_gone_makes_the_version_fail()
    {
        var (world, client, source, target) = await StartAsync(cloud);
        await using var _ = world;
        await client.DeleteBucketAsync(target, Cancellation);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = source, Key = "film", ContentBody = "x" }, Cancellation);

        await world.Clock.SettleAsync(Cancellation);

        Assert.Equal("FAILED", (await client.GetObjectMetadataAsync(source, "film", Cancellation)).ReplicationStatus.Value);
    }

    [Fact]
    public async Task Buckets_of_other_accounts_and_regions_are_reached()
    {
        var (world, client, source, _) = await StartAsync(cloud, rule => rule.Status = ReplicationRuleStatus.Disabled);
        await using var _1 = world;
        var config = world.Configure(new AmazonS3Config { ForcePathStyle = true });
        config.AuthenticationRegion = "eu-west-1";
        using var other = new AmazonS3Client(new BasicAWSCredentials($"111111111111@{world.Name}", "test"), config);
        var far = S3Cloud.NewBucketName();
        await other.PutBucketAsync(new PutBucketRequest { BucketName = far, PutBucketConfiguration = new PutBucketConfiguration { LocationConstraint = "eu-west-1" } }, Cancellation);
        var abroad = world.Configure(new AmazonS3Config { ForcePathStyle = true });
        abroad.AuthenticationRegion = "eu-west-1";
        using var there = new AmazonS3Client(new BasicAWSCredentials($"111111111111@{world.Name}", "test"), abroad);
        await VersionsAsync(there, far);
        await there.PutBucketPolicyAsync(far, $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{Arn.Parse(Role)!.Value.Account}}"},"Action":["s3:ReplicateObject","s3:ReplicateDelete"],"Resource":"arn:aws:s3:::{{far}}/*"}]}""", Cancellation);
        await SetAsync(client, source, far, null);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = source, Key = "film", ContentBody = "x" }, Cancellation);

        await world.Clock.SettleAsync(Cancellation);

        Assert.Equal("REPLICA", (await there.GetObjectMetadataAsync(far, "film", Cancellation)).ReplicationStatus.Value);
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_is_refused()
    {
        var (source, target, plain) = (await cloud.VersionedBucketAsync(), await cloud.VersionedBucketAsync(), await cloud.BucketAsync());

        using var none = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, $"/{source}?replication"), Cancellation);
        Assert.Contains("<Code>ReplicationConfigurationNotFoundError</Code>", await none.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => SetAsync(cloud.Client, plain, target, null));
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => SetAsync(cloud.Client, source, plain, null));
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => SetAsync(cloud.Client, source, "no-such-bucket-anywhere", null));
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => SetAsync(cloud.Client, source, target, rule => rule.Priority = null));
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => SetAsync(cloud.Client, source, target, rule => rule.Filter = new ReplicationRuleFilter { Tag = new Tag { Key = "a", Value = "b" } }));
        await SetAsync(cloud.Client, source, target, null);
        await Refused.WithAsync("InvalidBucketState", HttpStatusCode.Conflict, () => cloud.SetVersioningAsync(source, "Suspended"));
    }
}
