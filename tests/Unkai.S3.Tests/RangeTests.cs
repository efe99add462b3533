using System.Net;

namespace Unkai.S3.Tests;

public sealed class RangeTests(S3Cloud cloud)
{
    private const string Content = "0123456789";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bytes=0-0", 206, "0", "bytes 0-0/10")]
    [InlineData("bytes=2-5", 206, "2345", "bytes 2-5/10")]
    [InlineData("bytes=7-", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=7-99", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=-3", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=-99", 206, "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=0-", 206, "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=7-99999999999999999999999", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=99999999999999999999999-", 416, null, null)]
    [InlineData("bytes=10-", 416, null, null)]
    [InlineData("bytes=10-20", 416, null, null)]
    [InlineData("bytes=-0", 416, null, null)]
    [InlineData("bytes=5-2", 200, "0123456789", null)]
    [InlineData("bytes=0-1,4-5", 200, "0123456789", null)]
    [InlineData("bytes=", 200, "0123456789", null)]
    [InlineData("bytes=a-b", 200, "0123456789", null)]
    [InlineData("seconds=0-1", 200, "0123456789", null)]
    public async Task A_range_gives_those_bytes(string range, int status, string? content, string? contentRange)
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", Content);

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            var request = cloud.Request(method, $"/{bucket}/film");
            request.Headers.TryAddWithoutValidation("Range", range);
            using var answer = await cloud.Http.SendAsync(request, Cancellation);

            Assert.Equal(status, (int)answer.StatusCode);
            if (content is null)
            {
                Assert.Equal("bytes */10", answer.Content.Headers.ContentRange?.ToString() ?? "bytes */10");
                continue;
            }

            Assert.Equal(content.Length, answer.Content.Headers.ContentLength);
            Assert.Equal(contentRange, answer.Content.Headers.ContentRange?.ToString());
            Assert.Equal(method == HttpMethod.Get ? content : "", await answer.Content.ReadAsStringAsync(Cancellation));
        }
    }

    [Fact]
    public async Task A_range_that_cannot_be_is_told_with_the_size()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", Content);

        var request = cloud.Request(HttpMethod.Get, $"/{bucket}/film");
        request.Headers.TryAddWithoutValidation("Range", "bytes=10-");
        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
        Assert.Contains(
            "<Code>InvalidRange</Code><Message>The requested range is not satisfiable</Message><RangeRequested>bytes=10-</RangeRequested><ActualObjectSize>10</ActualObjectSize>",
            await answer.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bytes=0-0")]
    [InlineData("bytes=-1")]
    public async Task An_empty_object_has_no_ranges(string range)
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "");

        var request = cloud.Request(HttpMethod.Get, $"/{bucket}/film");
        request.Headers.TryAddWithoutValidation("Range", range);
        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
    }

    [Fact]
    public async Task Any_range_of_a_large_object_is_right()
    {
        var bucket = await cloud.BucketAsync();
        var bytes = new byte[300_000];
        var random = new Random(1);
        random.NextBytes(bytes);
        using var put = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Put, $"/{bucket}/film", new ByteArrayContent(bytes)), Cancellation);

        for (var i = 0; i < 40; i++)
        {
            var start = random.Next(bytes.Length);
            var end = random.Next(start, bytes.Length);
            var request = cloud.Request(HttpMethod.Get, $"/{bucket}/film");
            request.Headers.TryAddWithoutValidation("Range", $"bytes={start}-{end}");
            using var answer = await cloud.Http.SendAsync(request, Cancellation);

            var back = await answer.Content.ReadAsByteArrayAsync(Cancellation);

            Assert.True(bytes.AsSpan(start, end - start + 1).SequenceEqual(back), $"bytes {start} to {end}");
        }
    }
}
