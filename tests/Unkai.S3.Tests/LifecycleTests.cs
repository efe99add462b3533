using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Unkai.Testing;

namespace Unkai.S3.Tests;

/// <summary>Lifecycles on a clock that stands still and is turned by days.</summary>
public sealed class LifecycleTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static LifecycleRule Rule(Action<LifecycleRule> change, LifecycleFilterPredicate? filter = null)
    {
        var rule = new LifecycleRule { Id = "rule", Status = LifecycleRuleStatus.Enabled, Filter = new LifecycleFilter { LifecycleFilterPredicate = filter ?? new LifecyclePrefixPredicate { Prefix = "" } } };
        change(rule);
        return rule;
    }

    private static Task<PutLifecycleConfigurationResponse> SetAsync(AmazonS3Client client, string bucket, params LifecycleRule[] rules) => client.PutLifecycleConfigurationAsync(
        new PutLifecycleConfigurationRequest { BucketName = bucket, Configuration = new LifecycleConfiguration { Rules = [.. rules] } }, Cancellation);

    private static async Task<List<string>> KeysAsync(AmazonS3Client client, string bucket) =>
        [.. ((await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).S3Objects ?? []).Select(one => one.Key)];

    private async Task<(UnkaiWorld World, AmazonS3Client Client, string Bucket)> StartAsync(bool versions = false)
    {
        var world = await cloud.ForkAsync();
        await world.Clock.FreezeAsync(new DateTimeOffset(2027, 1, 10, 12, 0, 0, TimeSpan.Zero), Cancellation);
        var client = world.Client<AmazonS3Client>(config => ((AmazonS3Config)config).ForcePathStyle = true);
        var bucket = S3Cloud.NewBucketName();
        await client.PutBucketAsync(bucket, Cancellation);
        if (versions)
        {
            await client.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = bucket, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } }, Cancellation);
        }

        return (world, client, bucket);
    }

    private static async Task PutAsync(AmazonS3Client client, string bucket, string key, string content = "x", string? tag = null) =>
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = content, TagSet = tag is null ? [] : [new Tag { Key = "kind", Value = tag }] }, Cancellation);

    [Fact]
    public async Task Objects_expire_at_the_midnight_after_their_days()
    {
        var (world, client, bucket) = await StartAsync();
        await using var _ = world;
        await SetAsync(client, bucket, Rule(rule => rule.Expiration = new LifecycleRuleExpiration { Days = 3 }, new LifecyclePrefixPredicate { Prefix = "log/" }));
        await PutAsync(client, bucket, "log/a");
        await PutAsync(client, bucket, "kept");
        var head = await client.GetObjectMetadataAsync(bucket, "log/a", Cancellation);

        await world.Clock.AdvanceAsync(TimeSpan.FromHours(83.9), Cancellation);
        var before = await KeysAsync(client, bucket);
        await world.Clock.AdvanceAsync(TimeSpan.FromHours(0.2), Cancellation);

        Assert.Equal("rule", head.Expiration.RuleId);
        Assert.Equal(new DateTime(2027, 1, 14, 0, 0, 0, DateTimeKind.Utc), head.Expiration.ExpiryDate.ToUniversalTime());
        Assert.Equal(["kept", "log/a"], before);
        Assert.Equal(["kept"], await KeysAsync(client, bucket));
    }

    [Fact]
    public async Task Filters_choose_by_tag_and_size_and_both()
    {
        var (world, client, bucket) = await StartAsync();
        await using var _ = world;
        await SetAsync(
            client,
            bucket,
            Rule(rule => (rule.Id, rule.Expiration) = ("tag", new LifecycleRuleExpiration { Days = 1 }), new LifecycleTagPredicate { Tag = new Tag { Key = "kind", Value = "scratch" } }),
            Rule(rule => (rule.Id, rule.Expiration) = ("size", new LifecycleRuleExpiration { Days = 1 }), new LifecycleAndOperator
            {
                Operands = [new LifecyclePrefixPredicate { Prefix = "big/" }, new LifecycleObjectSizeGreaterThanPredicate { ObjectSizeGreaterThan = 3 }, new LifecycleObjectSizeLessThanPredicate { ObjectSizeLessThan = 6 }],
            }));
        await PutAsync(client, bucket, "tagged", tag: "scratch");
        await PutAsync(client, bucket, "other", tag: "kept");
        await PutAsync(client, bucket, "big/3", "123");
        await PutAsync(client, bucket, "big/4", "1234");
        await PutAsync(client, bucket, "big/6", "123456");

        await world.Clock.AdvanceAsync(TimeSpan.FromDays(2), Cancellation);

        Assert.Equal(["big/3", "big/6", "other"], await KeysAsync(client, bucket));
    }

    [Fact]
    public async Task A_tag_that_comes_late_is_found_by_the_next_round()
    {
        var (world, client, bucket) = await StartAsync();
        await using var _ = world;
        await SetAsync(client, bucket, Rule(rule => rule.Expiration = new LifecycleRuleExpiration { Days = 1 }, new LifecycleTagPredicate { Tag = new Tag { Key = "kind", Value = "scratch" } }));
        await PutAsync(client, bucket, "film");
        await world.Clock.AdvanceAsync(TimeSpan.FromDays(20), Cancellation);

        await client.PutObjectTaggingAsync(new PutObjectTaggingRequest { BucketName = bucket, Key = "film", Tagging = new Tagging { TagSet = [new Tag { Key = "kind", Value = "scratch" }] } }, Cancellation);
        await world.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);

        Assert.Empty(await KeysAsync(client, bucket));
    }

    [Fact]
    public async Task However_many_versions_a_key_has_each_is_looked_at()
    {
        const int Versions = 4100;
        var (world, client, bucket) = await StartAsync(versions: true);
        await using var _ = world;
        await Parallel.ForAsync(0, Versions, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation }, async (_, _) => await PutAsync(client, bucket, "film"));
        await PutAsync(client, bucket, "next");
        await PutAsync(client, bucket, "next");

        await SetAsync(client, bucket, Rule(rule => rule.NoncurrentVersionExpiration = new LifecycleRuleNoncurrentVersionExpiration { NoncurrentDays = 1, NewerNoncurrentVersions = 3 }));
        await world.Clock.AdvanceAsync(TimeSpan.FromDays(2), Cancellation);

        var left = (await client.ListVersionsAsync(bucket, Cancellation)).Versions;
        Assert.Equal([("film", 4), ("next", 2)], left.GroupBy(static one => one.Key).Select(static one => (one.Key, one.Count())));
    }

    [Fact]
    public async Task Versions_get_markers_then_go_then_the_markers_go()
    {
        var (world, client, bucket) = await StartAsync(versions: true);
        await using var _ = world;
        await SetAsync(
            client,
            bucket,
            Rule(rule => (rule.Id, rule.Expiration) = ("current", new LifecycleRuleExpiration { Days = 2 })),
            Rule(rule => (rule.Id, rule.NoncurrentVersionExpiration) = ("old", new LifecycleRuleNoncurrentVersionExpiration { NoncurrentDays = 3 })),
            Rule(rule => (rule.Id, rule.Expiration) = ("markers", new LifecycleRuleExpiration { ExpiredObjectDeleteMarker = true })));
        await PutAsync(client, bucket, "film");

        await world.Clock.AdvanceAsync(TimeSpan.FromDays(3), Cancellation);
        var marked = await client.ListVersionsAsync(bucket, Cancellation);
        await world.Clock.AdvanceAsync(TimeSpan.FromDays(5), Cancellation);
        var gone = await client.ListVersionsAsync(bucket, Cancellation);

        Assert.Equal([true, false], marked.Versions.Select(one => one.IsDeleteMarker == true));
        Assert.Empty(gone.Versions ?? []);
    }

    [Fact]
    public async Task The_newest_older_versions_are_kept()
    {
        var (world, client, bucket) = await StartAsync(versions: true);
        await using var _ = world;
        await SetAsync(client, bucket, Rule(rule => rule.NoncurrentVersionExpiration = new LifecycleRuleNoncurrentVersionExpiration { NoncurrentDays = 1, NewerNoncurrentVersions = 2 }));
        for (var i = 0; i < 5; i++)
        {
            await PutAsync(client, bucket, "film", $"{i}");
            await world.Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
        }

        await world.Clock.AdvanceAsync(TimeSpan.FromDays(3), Cancellation);

        Assert.Equal(3, (await client.ListVersionsAsync(bucket, Cancellation)).Versions.Count);
    }

    [Fact]
    public async Task Large_objects_change_their_class_and_small_ones_stay()
    {
        var (world, client, bucket) = await StartAsync();
        await using var _ = world;
        await SetAsync(client, bucket, Rule(rule => rule.Transitions =
        [
            new LifecycleTransition { Days = 30, StorageClass = S3StorageClass.StandardInfrequentAccess },
            new LifecycleTransition { Days = 60, StorageClass = S3StorageClass.Glacier },
        ]));
        await PutAsync(client, bucket, "large", new string('x', 200_000));
        await PutAsync(client, bucket, "small");

        await world.Clock.AdvanceAsync(TimeSpan.FromDays(31), Cancellation);
        var after31 = (await client.GetObjectMetadataAsync(bucket, "large", Cancellation)).StorageClass;
        await world.Clock.AdvanceAsync(TimeSpan.FromDays(31), Cancellation);

        Assert.Equal("STANDARD_IA", after31.Value);
        Assert.Equal("GLACIER", (await client.GetObjectMetadataAsync(bucket, "large", Cancellation)).StorageClass.Value);
        Assert.Null((await client.GetObjectMetadataAsync(bucket, "small", Cancellation)).StorageClass);
    }

    [Fact]
    public async Task Uploads_that_nobody_completes_are_given_up()
    {
        var (world, client, bucket) = await StartAsync();
        await using var _ = world;
        await SetAsync(client, bucket, Rule(rule => rule.AbortIncompleteMultipartUpload = new LifecycleRuleAbortIncompleteMultipartUpload { DaysAfterInitiation = 7 }));
        var upload = await client.InitiateMultipartUploadAsync(bucket, "film", Cancellation);

        await world.Clock.AdvanceAsync(TimeSpan.FromDays(7), Cancellation);
        var before = (await client.ListMultipartUploadsAsync(bucket, Cancellation)).MultipartUploads;
        await world.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);

        Assert.Equal("rule", upload.AbortRuleId);
        Assert.Single(before);
        Assert.Empty((await client.ListMultipartUploadsAsync(bucket, Cancellation)).MultipartUploads ?? []);
    }

    [Fact]
    public async Task A_bucket_of_many_pages_is_passed_whole()
    {
        var (world, client, bucket) = await StartAsync();
        await using var _ = world;
        await SetAsync(client, bucket, Rule(rule => rule.Expiration = new LifecycleRuleExpiration { Days = 1 }));
        await Parallel.ForAsync(0, 450, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation }, async (i, _) => await PutAsync(client, bucket, $"{i}"));

        await world.Clock.AdvanceAsync(TimeSpan.FromDays(2), Cancellation);

        Assert.Empty(await KeysAsync(client, bucket));
    }

    [Fact]
    public async Task A_rule_that_is_off_or_gone_does_nothing()
    {
        var (world, client, bucket) = await StartAsync();
        await using var _ = world;
        await SetAsync(client, bucket, Rule(rule => rule.Expiration = new LifecycleRuleExpiration { Days = 1 }));
        await SetAsync(client, bucket, Rule(rule => (rule.Status, rule.Expiration) = (LifecycleRuleStatus.Disabled, new LifecycleRuleExpiration { Days = 1 })));
        await PutAsync(client, bucket, "film");

        await world.Clock.AdvanceAsync(TimeSpan.FromDays(5), Cancellation);
        await client.DeleteLifecycleConfigurationAsync(bucket, Cancellation);
        await world.Clock.AdvanceAsync(TimeSpan.FromDays(5), Cancellation);

        Assert.Equal(["film"], await KeysAsync(client, bucket));
        Assert.Empty((await client.GetLifecycleConfigurationAsync(bucket, Cancellation)).Configuration?.Rules ?? []);
    }

    [Fact]
    public async Task A_configuration_comes_back_as_it_went()
    {
        var bucket = await cloud.BucketAsync();
        var rule = Rule(
            one =>
            {
                one.Expiration = new LifecycleRuleExpiration { Days = 400 };
                one.Transitions = [new LifecycleTransition { Days = 90, StorageClass = S3StorageClass.DeepArchive }];
                one.NoncurrentVersionTransitions = [new LifecycleRuleNoncurrentVersionTransition { NoncurrentDays = 5, NewerNoncurrentVersions = 2, StorageClass = S3StorageClass.Glacier }];
            },
            new LifecycleAndOperator { Operands = [new LifecyclePrefixPredicate { Prefix = "a/" }, new LifecycleTagPredicate { Tag = new Tag { Key = "k", Value = "v" } }] });

        await SetAsync(cloud.Client, bucket, rule);
        var got = (await cloud.Client.GetLifecycleConfigurationAsync(bucket, Cancellation)).Configuration.Rules.Single();

        Assert.Equal((400, 90, "DEEP_ARCHIVE"), (got.Expiration.Days!.Value, got.Transitions[0].Days!.Value, got.Transitions[0].StorageClass.Value));
        Assert.Equal((5, 2), (got.NoncurrentVersionTransitions[0].NoncurrentDays!.Value, got.NoncurrentVersionTransitions[0].NewerNoncurrentVersions!.Value));
        Assert.Equal(2, ((LifecycleAndOperator)got.Filter.LifecycleFilterPredicate).Operands.Count);
    }

    [Theory]
    [InlineData("<Rule><Status>Enabled</Status><Filter/><Expiration><Days>0</Days></Expiration></Rule>", "InvalidArgument")]
    [InlineData("<Rule><Status>enabled</Status><Filter/><Expiration><Days>1</Days></Expiration></Rule>", "MalformedXML")]
    [InlineData("<Rule><Status>Enabled</Status><Filter/></Rule>", "InvalidRequest")]
    [InlineData("<Rule><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule>", "MalformedXML")]
    [InlineData("<Rule><Status>Enabled</Status><Prefix>a</Prefix><Filter/><Expiration><Days>1</Days></Expiration></Rule>", "MalformedXML")]
    [InlineData("<Rule><Status>Enabled</Status><Prefix>a</Prefix><Expiration><Days>1</Days><Date>2030-01-01T00:00:00Z</Date></Expiration></Rule>", "MalformedXML")]
    [InlineData("<Rule><Status>Enabled</Status><Prefix>a</Prefix><Expiration><Date>2030-01-01T01:00:00Z</Date></Expiration></Rule>", "InvalidArgument")]
    [InlineData("<Rule><Status>Enabled</Status><Prefix>a</Prefix><Transition><Days>5</Days><StorageClass>STANDARD_IA</StorageClass></Transition></Rule>", "InvalidArgument")]
    [InlineData("<Rule><Status>Enabled</Status><Prefix>a</Prefix><Transition><Days>5</Days><StorageClass>STANDARD</StorageClass></Transition></Rule>", "MalformedXML")]
    [InlineData("<Rule><Status>Enabled</Status><Prefix>a</Prefix><Expiration><Days>5</Days></Expiration><Transition><Days>5</Days><StorageClass>GLACIER</StorageClass></Transition></Rule>", "InvalidArgument")]
    [InlineData("<Rule><ID>a</ID><Status>Enabled</Status><Prefix>a</Prefix><Expiration><Days>1</Days></Expiration></Rule><Rule><ID>a</ID><Status>Enabled</Status><Prefix>b</Prefix><Expiration><Days>1</Days></Expiration></Rule>", "InvalidArgument")]
    [InlineData("<Rule><Status>Enabled</Status><Filter><And><Prefix>a</Prefix></And></Filter><Expiration><Days>1</Days></Expiration></Rule>", "MalformedXML")]
    [InlineData("<Rule><Status>Enabled</Status><Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter><AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>", "InvalidRequest")]
    [InlineData("", "MalformedXML")]
    public async Task A_configuration_that_is_none_is_refused(string rules, string code)
    {
        var bucket = await cloud.BucketAsync();

        using var put = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Put, $"/{bucket}?lifecycle", new StringContent($"<LifecycleConfiguration>{rules}</LifecycleConfiguration>")), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, put.StatusCode);
        Assert.Contains($"<Code>{code}</Code>", await put.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
