using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Unkai.Testing;

namespace Unkai.S3.Tests;

public sealed class ObjectLockTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateTime In(int days) => DateTimeOffset.UtcNow.AddDays(days).UtcDateTime;

    private async Task<string> LockedBucketAsync()
    {
        var bucket = S3Cloud.NewBucketName();
        await cloud.Client.PutBucketAsync(new PutBucketRequest { BucketName = bucket, ObjectLockEnabledForBucket = true }, Cancellation);
        return bucket;
    }

    private Task<PutObjectRetentionResponse> RetainAsync(string bucket, string? version, string? mode, DateTime? until, bool bypass = false) => cloud.Client.PutObjectRetentionAsync(
        new PutObjectRetentionRequest
        {
            BucketName = bucket,
            Key = "film",
            VersionId = version,
            BypassGovernanceRetention = bypass ? true : null,
            Retention = new ObjectLockRetention { Mode = mode, RetainUntilDate = until },
        },
        Cancellation);

    private Task<DeleteObjectResponse> DeleteAsync(string bucket, string version, bool bypass = false) => cloud.Client.DeleteObjectAsync(
        new DeleteObjectRequest { BucketName = bucket, Key = "film", VersionId = version, BypassGovernanceRetention = bypass ? true : null }, Cancellation);

    [Fact]
    public async Task A_bucket_made_with_a_lock_has_versions_and_keeps_them()
    {
        var bucket = await LockedBucketAsync();

        Assert.Equal("Enabled", (await cloud.Client.GetBucketVersioningAsync(bucket, Cancellation)).VersioningConfig.Status.Value);
        Assert.Equal("Enabled", (await cloud.Client.GetObjectLockConfigurationAsync(new GetObjectLockConfigurationRequest { BucketName = bucket }, Cancellation)).ObjectLockConfiguration.ObjectLockEnabled.Value);
        await Refused.WithAsync("InvalidBucketState", HttpStatusCode.Conflict, () => cloud.SetVersioningAsync(bucket, "Suspended"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_part_of_what_will_be_locked_needs_a_digest(bool byDefault)
    {
        var bucket = await LockedBucketAsync();
        if (byDefault)
        {
            await cloud.Client.PutObjectLockConfigurationAsync(
                new PutObjectLockConfigurationRequest
                {
                    BucketName = bucket,
                    ObjectLockConfiguration = new ObjectLockConfiguration
                    {
                        ObjectLockEnabled = ObjectLockEnabled.Enabled,
                        Rule = new ObjectLockRule { DefaultRetention = new DefaultRetention { Mode = ObjectLockRetentionMode.Governance, Days = 1 } },
                    },
                },
                Cancellation);
        }

        var upload = (await cloud.Client.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest { BucketName = bucket, Key = "film", ObjectLockLegalHoldStatus = byDefault ? null : ObjectLockLegalHoldStatus.On }, Cancellation)).UploadId;
        using var plain = cloud.Request(HttpMethod.Put, $"/{bucket}/film?partNumber=1&uploadId={upload}", new ByteArrayContent("x"u8.ToArray()));
        using var digested = cloud.Request(HttpMethod.Put, $"/{bucket}/film?partNumber=1&uploadId={upload}", new ByteArrayContent("x"u8.ToArray()));
        digested.Content!.Headers.ContentMD5 = System.Security.Cryptography.MD5.HashData("x"u8);

        using var refused = await cloud.Http.SendAsync(plain, Cancellation);
        using var taken = await cloud.Http.SendAsync(digested, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(
            "<Code>InvalidRequest</Code><Message>Content-MD5 OR x-amz-checksum- HTTP header is required for Put Part requests with Object Lock parameters</Message>",
            await refused.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task A_bucket_without_a_lock_says_so_everywhere()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "x");

        await Refused.WithAsync("ObjectLockConfigurationNotFoundError", HttpStatusCode.NotFound, () => cloud.Client.GetObjectLockConfigurationAsync(new GetObjectLockConfigurationRequest { BucketName = bucket }, Cancellation));
        await Refused.WithAsync("InvalidBucketState", HttpStatusCode.Conflict, () => cloud.Client.PutObjectLockConfigurationAsync(
            new PutObjectLockConfigurationRequest { BucketName = bucket, ObjectLockConfiguration = new ObjectLockConfiguration { ObjectLockEnabled = ObjectLockEnabled.Enabled } }, Cancellation));
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => RetainAsync(bucket, null, "GOVERNANCE", In(1)));
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => cloud.Client.GetObjectRetentionAsync(new GetObjectRetentionRequest { BucketName = bucket, Key = "film" }, Cancellation));
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => cloud.Client.PutObjectLegalHoldAsync(
            new PutObjectLegalHoldRequest { BucketName = bucket, Key = "film", LegalHold = new ObjectLockLegalHold { Status = ObjectLockLegalHoldStatus.On } }, Cancellation));
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => cloud.Client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "x", ObjectLockLegalHoldStatus = ObjectLockLegalHoldStatus.On }, Cancellation));
    }

    [Theory]
    [InlineData("GOVERNANCE", 0, null, "InvalidArgument")]
    [InlineData("GOVERNANCE", -1, null, "InvalidArgument")]
    [InlineData("GOVERNANCE", 36501, null, "InvalidArgument")]
    [InlineData("GOVERNANCE", null, 101, "InvalidArgument")]
    [InlineData("GOVERNANCE", 1, 1, "MalformedXML")]
    [InlineData("GOVERNANCE", null, null, "MalformedXML")]
    [InlineData("abc", 1, null, "MalformedXML")]
    public async Task A_default_retention_that_is_none_is_refused(string mode, int? days, int? years, string code)
    {
        var bucket = await LockedBucketAsync();

        await Refused.WithAsync(code, HttpStatusCode.BadRequest, () => cloud.Client.PutObjectLockConfigurationAsync(
            new PutObjectLockConfigurationRequest
            {
                BucketName = bucket,
                ObjectLockConfiguration = new ObjectLockConfiguration
                {
                    ObjectLockEnabled = ObjectLockEnabled.Enabled,
                    Rule = new ObjectLockRule { DefaultRetention = new DefaultRetention { Mode = mode, Days = days, Years = years } },
                },
            },
            Cancellation));
    }

    [Fact]
    public async Task New_versions_are_retained_as_the_bucket_says_and_their_request_goes_first()
    {
        var bucket = await LockedBucketAsync();
        await cloud.Client.PutObjectLockConfigurationAsync(
            new PutObjectLockConfigurationRequest
            {
                BucketName = bucket,
                ObjectLockConfiguration = new ObjectLockConfiguration
                {
                    ObjectLockEnabled = ObjectLockEnabled.Enabled,
                    Rule = new ObjectLockRule { DefaultRetention = new DefaultRetention { Mode = "COMPLIANCE", Days = 3 } },
                },
            },
            Cancellation);

        await cloud.PutAsync(bucket, "film", "x");
        await cloud.Client.CopyObjectAsync(bucket, "film", bucket, "copy", Cancellation);
        await cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "own", ContentBody = "x", ObjectLockMode = ObjectLockMode.Governance, ObjectLockRetainUntilDate = In(1) }, Cancellation);

        foreach (var (key, mode, days) in new[] { ("film", "COMPLIANCE", 3), ("copy", "COMPLIANCE", 3), ("own", "GOVERNANCE", 1) })
        {
            var head = await cloud.Client.GetObjectMetadataAsync(bucket, key, Cancellation);
            Assert.Equal(mode, head.ObjectLockMode.Value);
            Assert.InRange(head.ObjectLockRetainUntilDate!.Value.ToUniversalTime(), In(days).AddMinutes(-5), In(days).AddMinutes(5));
        }
    }

    [Fact]
    public async Task Governance_is_passed_over_by_those_who_may_and_ask()
    {
        var bucket = await LockedBucketAsync();
        var version = (await cloud.PutAsync(bucket, "film", "x")).VersionId;
        await RetainAsync(bucket, version, "GOVERNANCE", In(10));

        await RetainAsync(bucket, version, "GOVERNANCE", In(20));
        await Refused.WithAsync("AccessDenied", HttpStatusCode.Forbidden, () => RetainAsync(bucket, version, "GOVERNANCE", In(5)));
        await Refused.WithAsync("AccessDenied", HttpStatusCode.Forbidden, () => RetainAsync(bucket, version, "COMPLIANCE", In(30)));
        await Refused.WithAsync("AccessDenied", HttpStatusCode.Forbidden, () => DeleteAsync(bucket, version));
        await RetainAsync(bucket, version, "GOVERNANCE", In(5), bypass: true);
        await DeleteAsync(bucket, version, bypass: true);

        await Refused.WithAsync("NoSuchVersion", HttpStatusCode.NotFound, () => cloud.GetAsync(bucket, "film", version));
    }

    [Fact]
    public async Task Compliance_holds_until_its_day_and_may_only_grow()
    {
        await using var world = await cloud.ForkAsync();
        using var client = world.Client<AmazonS3Client>(configure: config => ((AmazonS3Config)config).ForcePathStyle = true);
        var bucket = S3Cloud.NewBucketName();
        await client.PutBucketAsync(new PutBucketRequest { BucketName = bucket, ObjectLockEnabledForBucket = true }, Cancellation);
        var until = (await world.Clock.NowAsync(Cancellation)).AddDays(10).UtcDateTime;
        var version = (await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "x", ObjectLockMode = ObjectLockMode.Compliance, ObjectLockRetainUntilDate = until }, Cancellation)).VersionId;
        var delete = new DeleteObjectRequest { BucketName = bucket, Key = "film", VersionId = version, BypassGovernanceRetention = true };

        await Refused.WithAsync("AccessDenied", HttpStatusCode.Forbidden, () => client.DeleteObjectAsync(delete, Cancellation));
        var marker = await client.DeleteObjectAsync(bucket, "film", Cancellation);
        await world.Clock.AdvanceAsync(TimeSpan.FromDays(11), Cancellation);
        await client.DeleteObjectAsync(delete, Cancellation);

        Assert.Equal("true", marker.DeleteMarker);
    }

    [Fact]
    public async Task A_legal_hold_protects_until_it_is_lifted()
    {
        var bucket = await LockedBucketAsync();
        var version = (await cloud.PutAsync(bucket, "film", "x")).VersionId;
        var hold = new PutObjectLegalHoldRequest { BucketName = bucket, Key = "film", LegalHold = new ObjectLockLegalHold { Status = ObjectLockLegalHoldStatus.On } };
        await Refused.WithAsync("NoSuchObjectLockConfiguration", HttpStatusCode.NotFound, () => cloud.Client.GetObjectLegalHoldAsync(new GetObjectLegalHoldRequest { BucketName = bucket, Key = "film" }, Cancellation));
        await Refused.WithAsync("NoSuchObjectLockConfiguration", HttpStatusCode.NotFound, () => cloud.Client.GetObjectRetentionAsync(new GetObjectRetentionRequest { BucketName = bucket, Key = "film" }, Cancellation));

        await cloud.Client.PutObjectLegalHoldAsync(hold, Cancellation);
        var refused = await cloud.Client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = bucket, Objects = [new KeyVersion { Key = "film", VersionId = version }], BypassGovernanceRetention = true }, Cancellation)
            .ContinueWith(done => (done.Exception!.InnerException as DeleteObjectsException)!.Response.DeleteErrors.Single(), TaskScheduler.Default);
        hold.LegalHold.Status = ObjectLockLegalHoldStatus.Off;
        await cloud.Client.PutObjectLegalHoldAsync(hold, Cancellation);
        var off = await cloud.Client.GetObjectLegalHoldAsync(new GetObjectLegalHoldRequest { BucketName = bucket, Key = "film" }, Cancellation);
        await DeleteAsync(bucket, version);

        Assert.Equal(("AccessDenied", "film"), (refused.Code, refused.Key));
        Assert.Equal("OFF", off.LegalHold.Status.Value);
    }

    [Fact]
    public async Task Dates_that_are_past_and_modes_that_are_none_are_refused()
    {
        var bucket = await LockedBucketAsync();
        await cloud.PutAsync(bucket, "film", "x");

        await Refused.WithAsync("InvalidArgument", HttpStatusCode.BadRequest, () => RetainAsync(bucket, null, "GOVERNANCE", In(-1)));
        await Refused.WithAsync("MalformedXML", HttpStatusCode.BadRequest, () => RetainAsync(bucket, null, "abc", In(1)));
        await Refused.WithAsync("MalformedXML", HttpStatusCode.BadRequest, () => RetainAsync(bucket, null, "GOVERNANCE", null));
        await Refused.WithAsync("InvalidArgument", HttpStatusCode.BadRequest, () => cloud.Client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "x", ObjectLockMode = ObjectLockMode.Governance }, Cancellation));
        await Refused.WithAsync("InvalidArgument", HttpStatusCode.BadRequest, () => cloud.Client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "x", ObjectLockMode = ObjectLockMode.Governance, ObjectLockRetainUntilDate = In(-1) }, Cancellation));
    }
}
