using System.Globalization;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class ConditionTests(S3Cloud cloud)
{
    private const string OtherTag = "\"0123456789abcdef0123456789abcdef\"";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("same", null, 0, 0, 200)]
    [InlineData("other", null, 0, 0, 412)]
    [InlineData("*", null, 0, 0, 200)]
    [InlineData("list", null, 0, 0, 200)]
    [InlineData(null, "same", 0, 0, 304)]
    [InlineData(null, "weak", 0, 0, 304)]
    [InlineData(null, "*", 0, 0, 304)]
    [InlineData(null, "other", 0, 0, 200)]
    [InlineData(null, null, 1, 0, 304)]
    [InlineData(null, null, -1, 0, 200)]
    [InlineData(null, null, 0, 1, 200)]
    [InlineData(null, null, 0, -1, 412)]
    [InlineData("same", null, 0, -1, 200)]
    [InlineData(null, "other", 1, 0, 200)]
    [InlineData("other", "same", 0, 0, 412)]
    public async Task A_conditional_read_answers_as_RFC_9110_says(string? match, string? noneMatch, int modifiedSinceHours, int unmodifiedSinceHours, int status)
    {
        var bucket = await cloud.BucketAsync();
        var tag = (await cloud.PutAsync(bucket, "film", "x")).ETag;

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            var request = cloud.Request(method, $"/{bucket}/film");
            Add("If-Match", TagOf(match));
            Add("If-None-Match", TagOf(noneMatch));
            Add("If-Modified-Since", TimeOf(modifiedSinceHours));
            Add("If-Unmodified-Since", TimeOf(unmodifiedSinceHours));
            using var answer = await cloud.Http.SendAsync(request, Cancellation);
            var body = await answer.Content.ReadAsStringAsync(Cancellation);

            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal(status == 200 && method == HttpMethod.Get ? "x" : "", status == 412 && method == HttpMethod.Get ? "" : body);
            if (status == 304)
            {
                Assert.Equal(tag, answer.Headers.ETag!.ToString());
            }

            void Add(string name, string? value)
            {
                if (value is not null)
                {
                    request.Headers.TryAddWithoutValidation(name, value);
                }
            }
        }

        string? TagOf(string? kind) => kind switch
        {
            "same" => tag,
            "weak" => "W/" + tag,
            "other" => OtherTag,
            "list" => $"{OtherTag}, {tag}",
            _ => kind,
        };

        // Dates in the future are no conditions: an hour ahead stands for "after it was written".
        static string? TimeOf(int hours) => hours == 0 ? null : DateTimeOffset.UtcNow.AddHours(hours).ToString("R", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_failed_condition_names_itself()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "x");

        var request = cloud.Request(HttpMethod.Get, $"/{bucket}/film");
        request.Headers.TryAddWithoutValidation("If-Match", OtherTag);
        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Contains(
            "<Code>PreconditionFailed</Code><Message>At least one of the pre-conditions you specified did not hold</Message><Condition>If-Match</Condition>",
            await answer.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_put_if_none_match_makes_and_does_not_replace()
    {
        var bucket = await cloud.BucketAsync();
        var request = new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "first", IfNoneMatch = "*" };
        await cloud.Client.PutObjectAsync(request, Cancellation);

        request = new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "second", IfNoneMatch = "*" };
        await Refused.WithAsync("PreconditionFailed", HttpStatusCode.PreconditionFailed, () => cloud.Client.PutObjectAsync(request, Cancellation));

        Assert.Equal("first", await cloud.GetAsync(bucket, "film"));
    }

    [Fact]
    public async Task Of_many_puts_if_none_match_one_wins()
    {
        var bucket = await cloud.BucketAsync();

        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "lock", ContentBody = $"{i}", IfNoneMatch = "*" }, Cancellation);
                return true;
            }
            catch (AmazonS3Exception lost)
            {
                Assert.Contains(lost.StatusCode, new[] { HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict });
                return false;
            }
        }));

        Assert.Single(won, true);
    }

    [Fact]
    public async Task A_put_if_match_replaces_what_it_knows_only()
    {
        var bucket = await cloud.BucketAsync();
        await Refused.WithAsync("NoSuchKey", HttpStatusCode.NotFound, () => cloud.Client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "x", IfMatch = OtherTag }, Cancellation));
        var first = (await cloud.PutAsync(bucket, "film", "first")).ETag;
        await cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "second", IfMatch = first }, Cancellation);

        await Refused.WithAsync("PreconditionFailed", HttpStatusCode.PreconditionFailed, () => cloud.Client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "third", IfMatch = first }, Cancellation));

        Assert.Equal("second", await cloud.GetAsync(bucket, "film"));
    }

    [Fact]
    public async Task A_put_if_none_match_after_a_delete_marker_succeeds()
    {
        var bucket = await cloud.VersionedBucketAsync();
        await cloud.PutAsync(bucket, "film", "x");
        await cloud.Client.DeleteObjectAsync(bucket, "film", Cancellation);

        await cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "again", IfNoneMatch = "*" }, Cancellation);

        Assert.Equal("again", await cloud.GetAsync(bucket, "film"));
    }

    [Fact]
    public async Task A_put_if_none_match_of_a_tag_is_not_implemented_as_on_AWS()
    {
        var bucket = await cloud.BucketAsync();

        await Refused.WithAsync("NotImplemented", HttpStatusCode.NotImplemented, () => cloud.Client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "x", IfNoneMatch = OtherTag }, Cancellation));
    }

    [Fact]
    public async Task A_delete_if_match_deletes_what_it_knows_only()
    {
        var bucket = await cloud.BucketAsync();
        var tag = (await cloud.PutAsync(bucket, "film", "x")).ETag;

        await Refused.WithAsync("PreconditionFailed", HttpStatusCode.PreconditionFailed, () => cloud.Client.DeleteObjectAsync(
            new DeleteObjectRequest { BucketName = bucket, Key = "film", IfMatch = OtherTag }, Cancellation));
        Assert.Equal("x", await cloud.GetAsync(bucket, "film"));

        await cloud.Client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = "film", IfMatch = tag }, Cancellation);
        await Refused.WithAsync("NoSuchKey", HttpStatusCode.NotFound, () => cloud.GetAsync(bucket, "film"));
    }
}
