using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class BucketTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_bucket_is_listed_and_found_and_gone_after_its_deletion()
    {
        var bucket = await cloud.BucketAsync();

        var listed = (await cloud.Client.ListBucketsAsync(Cancellation)).Buckets;
        var head = await cloud.Client.HeadBucketAsync(new HeadBucketRequest { BucketName = bucket }, Cancellation);
        await cloud.Client.DeleteBucketAsync(bucket, Cancellation);

        Assert.Contains(listed, one => one.BucketName == bucket && one.CreationDate > DateTime.UtcNow.AddMinutes(-5));
        Assert.Equal("us-east-1", head.BucketRegion);
        await Refused.WithAsync("NotFound", HttpStatusCode.NotFound, () => cloud.Client.HeadBucketAsync(new HeadBucketRequest { BucketName = bucket }, Cancellation));
        await Refused.WithAsync("NoSuchBucket", HttpStatusCode.NotFound, () => cloud.Client.DeleteBucketAsync(bucket, Cancellation));
        await Refused.WithAsync("NoSuchBucket", HttpStatusCode.NotFound, () => cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation));
    }

    [Theory]
    [InlineData("Films")]
    [InlineData("films_2026")]
    [InlineData("fi..lms")]
    [InlineData("fi-.lms")]
    [InlineData("fi.-lms")]
    [InlineData("-films")]
    [InlineData("films-")]
    [InlineData("192.168.5.4")]
    [InlineData("xn--films")]
    [InlineData("films-s3alias")]
    [InlineData("films--ol-s3")]
    [InlineData("sthree-films")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff1234")]
    public async Task A_bucket_name_against_the_rules_is_refused(string name)
    {
        var request = cloud.Request(HttpMethod.Put, $"/{name}");

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<Code>InvalidBucketName</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("1.2.3")]
    [InlineData("films.example.com")]
    [InlineData("0films-2026")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff123")]
    public async Task A_bucket_name_within_the_rules_is_accepted(string name)
    {
        var made = await cloud.Client.PutBucketAsync(name, Cancellation);

        Assert.Equal(HttpStatusCode.OK, made.HttpStatusCode);
        await cloud.Client.DeleteBucketAsync(name, Cancellation);
    }

    [Fact]
    public async Task Making_ones_own_bucket_again_succeeds_in_us_east_1_only()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.Client.PutBucketAsync(bucket, Cancellation);

        using var ireland = S3Cloud.ClientOf(cloud.Server, configure: config => config.AuthenticationRegion = "eu-west-1");
        var request = new PutBucketRequest { BucketName = S3Cloud.NewBucketName(), PutBucketConfiguration = new PutBucketConfiguration { LocationConstraint = "eu-west-1" }, UseClientRegion = false };
        await ireland.PutBucketAsync(request, Cancellation);

        await Refused.WithAsync("BucketAlreadyOwnedByYou", HttpStatusCode.Conflict, () => ireland.PutBucketAsync(request, Cancellation));
        var location = await ireland.GetBucketLocationAsync(new GetBucketLocationRequest { BucketName = request.BucketName }, Cancellation);
        Assert.Equal("eu-west-1", location.Location.Value);
    }

    [Fact]
    public async Task A_bucket_of_another_account_cannot_be_made_again_and_not_be_seen_in_the_list()
    {
        var bucket = await cloud.BucketAsync();
        using var other = S3Cloud.ClientOf(cloud.Server, new BasicAWSCredentials("111122223333", "x"));

        await Refused.WithAsync("BucketAlreadyExists", HttpStatusCode.Conflict, () => other.PutBucketAsync(bucket, Cancellation));
        var listed = (await other.ListBucketsAsync(Cancellation)).Buckets ?? [];
        Assert.DoesNotContain(listed, one => one.BucketName == bucket);
    }

    [Fact]
    public async Task A_location_that_is_not_the_endpoints_is_refused()
    {
        using var ireland = S3Cloud.ClientOf(cloud.Server, configure: config => config.AuthenticationRegion = "eu-west-1");

        await Refused.WithAsync("IllegalLocationConstraintException", HttpStatusCode.BadRequest, () => ireland.PutBucketAsync(
            new PutBucketRequest { BucketName = S3Cloud.NewBucketName(), PutBucketConfiguration = new PutBucketConfiguration { LocationConstraint = "ap-south-1" }, UseClientRegion = false }, Cancellation));
        await Refused.WithAsync("InvalidLocationConstraint", HttpStatusCode.BadRequest, () => cloud.Client.PutBucketAsync(
            new PutBucketRequest { BucketName = S3Cloud.NewBucketName(), PutBucketConfiguration = new PutBucketConfiguration { LocationConstraint = "mars-1" }, UseClientRegion = false }, Cancellation));
    }

    [Fact]
    public async Task The_location_of_a_bucket_in_us_east_1_is_empty()
    {
        var bucket = await cloud.BucketAsync();

        using var answer = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, $"/{bucket}?location"), Cancellation);

        Assert.Matches("<LocationConstraint xmlns=\"[^\"]*\"(/>|></LocationConstraint>)", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_bucket_with_objects_versions_or_markers_is_not_deleted()
    {
        var bucket = await cloud.VersionedBucketAsync();
        await cloud.PutAsync(bucket, "film", "x");
        await Refused.WithAsync("BucketNotEmpty", HttpStatusCode.Conflict, () => cloud.Client.DeleteBucketAsync(bucket, Cancellation));

        await cloud.Client.DeleteObjectAsync(bucket, "film", Cancellation);
        await Refused.WithAsync("BucketNotEmpty", HttpStatusCode.Conflict, () => cloud.Client.DeleteBucketAsync(bucket, Cancellation));

        foreach (var version in (await cloud.Client.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket }, Cancellation)).Versions)
        {
            await cloud.Client.DeleteObjectAsync(bucket, version.Key, version.VersionId, Cancellation);
        }

        Assert.Equal(HttpStatusCode.NoContent, (await cloud.Client.DeleteBucketAsync(bucket, Cancellation)).HttpStatusCode);
    }

    [Fact]
    public async Task Buckets_are_listed_by_prefix_and_page_by_page()
    {
        var stem = S3Cloud.NewBucketName() + "-paged-";
        for (var i = 0; i < 5; i++)
        {
            await cloud.Client.PutBucketAsync(stem + i, Cancellation);
        }

        var names = new List<string>();
        string? token = null;
        do
        {
            var page = await cloud.Client.ListBucketsAsync(new ListBucketsRequest { Prefix = stem, MaxBuckets = 2, ContinuationToken = token }, Cancellation);
            Assert.InRange(page.Buckets.Count, 1, 2);
            names.AddRange(page.Buckets.Select(one => one.BucketName));
            token = page.ContinuationToken;
        }
        while (token is not null);

        Assert.Equal(Enumerable.Range(0, 5).Select(i => stem + i), names);
    }

    [Fact]
    public async Task The_expected_owner_must_be_the_owner()
    {
        var bucket = await cloud.BucketAsync();

        await Refused.WithAsync("AccessDenied", HttpStatusCode.Forbidden, () => cloud.Client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = bucket, ExpectedBucketOwner = "111122223333" }, Cancellation));
        var mine = await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, ExpectedBucketOwner = "000000000000" }, Cancellation);

        Assert.Equal(0, mine.KeyCount);
    }

    [Fact]
    public async Task Tags_of_a_bucket_are_kept_and_removed()
    {
        var bucket = await cloud.BucketAsync();
        await Refused.WithAsync("NoSuchTagSet", HttpStatusCode.NotFound, () => cloud.Client.GetBucketTaggingAsync(new GetBucketTaggingRequest { BucketName = bucket }, Cancellation));

        await cloud.Client.PutBucketTaggingAsync(bucket, [new Tag { Key = "team", Value = "films + series" }, new Tag { Key = "été", Value = "" }], Cancellation);
        var kept = (await cloud.Client.GetBucketTaggingAsync(new GetBucketTaggingRequest { BucketName = bucket }, Cancellation)).TagSet;
        await cloud.Client.DeleteBucketTaggingAsync(bucket, Cancellation);

        Assert.Equal([("team", "films + series"), ("été", "")], kept.Select(tag => (tag.Key, tag.Value)));
        await Refused.WithAsync("NoSuchTagSet", HttpStatusCode.NotFound, () => cloud.Client.GetBucketTaggingAsync(new GetBucketTaggingRequest { BucketName = bucket }, Cancellation));
    }

    [Fact]
    public async Task The_policy_of_a_bucket_is_kept_as_written_and_a_malformed_one_refused()
    {
        var bucket = await cloud.BucketAsync();
        var policy = $$"""{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{bucket}}/*"}]}""";
        await ThereIsNoAsync(bucket, "policy", "NoSuchBucketPolicy");
        await cloud.Client.DeletePublicAccessBlockAsync(new DeletePublicAccessBlockRequest { BucketName = bucket }, Cancellation);

        await cloud.Client.PutBucketPolicyAsync(bucket, policy, Cancellation);
        var kept = await cloud.Client.GetBucketPolicyAsync(bucket, Cancellation);

        Assert.Equal(policy, kept.Policy);
        await Refused.WithAsync("MalformedPolicy", HttpStatusCode.BadRequest, () => cloud.Client.PutBucketPolicyAsync(bucket, "{\"Version\":\"2012-10-17\"}", Cancellation));
        await Refused.WithAsync("MalformedPolicy", HttpStatusCode.BadRequest, () => cloud.Client.PutBucketPolicyAsync(bucket, "no json", Cancellation));
        Assert.Equal(policy, (await cloud.Client.GetBucketPolicyAsync(bucket, Cancellation)).Policy);
        await cloud.Client.DeleteBucketPolicyAsync(bucket, Cancellation);
        await ThereIsNoAsync(bucket, "policy", "NoSuchBucketPolicy");
    }

    [Fact]
    public async Task The_CORS_rules_of_a_bucket_are_kept()
    {
        var bucket = await cloud.BucketAsync();
        var rule = new CORSRule { Id = "web", AllowedOrigins = ["https://*.example.com"], AllowedMethods = ["GET", "PUT"], AllowedHeaders = ["*"], ExposeHeaders = ["ETag"], MaxAgeSeconds = 300 };

        await cloud.Client.PutCORSConfigurationAsync(bucket, new CORSConfiguration { Rules = [rule] }, Cancellation);
        var kept = Assert.Single((await cloud.Client.GetCORSConfigurationAsync(bucket, Cancellation)).Configuration.Rules);

        Assert.Equal((rule.Id, rule.MaxAgeSeconds), (kept.Id, kept.MaxAgeSeconds));
        Assert.Equal(rule.AllowedOrigins, kept.AllowedOrigins);
        Assert.Equal(rule.AllowedMethods, kept.AllowedMethods);
        Assert.Equal(rule.ExposeHeaders, kept.ExposeHeaders);
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => cloud.Client.PutCORSConfigurationAsync(
            bucket, new CORSConfiguration { Rules = [new CORSRule { AllowedOrigins = ["*"], AllowedMethods = ["FLY"] }] }, Cancellation));
        await cloud.Client.DeleteCORSConfigurationAsync(bucket, Cancellation);
        await ThereIsNoAsync(bucket, "cors", "NoSuchCORSConfiguration");
    }

    // The .NET SDK hides these errors.
    private async Task ThereIsNoAsync(string bucket, string setting, string code)
    {
        using var answer = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, $"/{bucket}?{setting}"), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains($"<Code>{code}</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_implemented_says_so_by_name()
    {
        var bucket = await cloud.BucketAsync();

        var refused = await Refused.WithAsync("NotImplemented", HttpStatusCode.NotImplemented, () => cloud.Client.GetObjectTorrentAsync(bucket, "a", Cancellation));

        Assert.Contains("GetObjectTorrent", refused.Message, StringComparison.Ordinal);
    }
}
