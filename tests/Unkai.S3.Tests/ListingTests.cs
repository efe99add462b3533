using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class ListingTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<string> BucketWithAsync(params string[] keys)
    {
        var bucket = await cloud.BucketAsync();
        foreach (var key in keys)
        {
            await cloud.PutAsync(bucket, key, key);
        }

        return bucket;
    }

    [Fact]
    public async Task Keys_come_in_the_order_of_their_UTF_8_bytes()
    {
        // In UTF-16 the emoji (a surrogate pair) would come before the private-use character.
        string[] keys = ["a", "B", "é", "\uE000", "🎬", "~", "a/b", "a-b"];
        var bucket = await BucketWithAsync(keys);

        var listed = await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation);

        Assert.Equal(keys.OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal), listed.S3Objects.Select(one => one.Key));
    }

    [Fact]
    public async Task An_entry_has_size_tag_date_and_class_and_its_owner_on_demand()
    {
        var bucket = await BucketWithAsync("film");

        var plain = Assert.Single((await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).S3Objects);
        var owned = Assert.Single((await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, FetchOwner = true }, Cancellation)).S3Objects);
        var first = Assert.Single((await cloud.Client.ListObjectsAsync(bucket, Cancellation)).S3Objects);

        Assert.Equal((4, "STANDARD"), (plain.Size, plain.StorageClass.Value));
        Assert.Equal((await cloud.Client.GetObjectMetadataAsync(bucket, "film", Cancellation)).ETag, plain.ETag);
        Assert.Null(plain.Owner);
        Assert.NotNull(owned.Owner.Id);
        Assert.Equal(owned.Owner.Id, first.Owner.Id);
    }

    [Fact]
    public async Task A_delimiter_rolls_keys_up_behind_the_prefix()
    {
        var bucket = await BucketWithAsync("a/1", "a/2", "a/b/3", "b/4", "c");

        var top = await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Delimiter = "/" }, Cancellation);
        var inside = await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Delimiter = "/", Prefix = "a/" }, Cancellation);

        Assert.Equal(["a/", "b/"], top.CommonPrefixes);
        Assert.Equal(["c"], top.S3Objects.Select(one => one.Key));
        Assert.Equal(3, top.KeyCount);
        Assert.Equal(["a/b/"], inside.CommonPrefixes);
        Assert.Equal(["a/1", "a/2"], inside.S3Objects.Select(one => one.Key));
    }

    [Fact]
    public async Task StartAfter_begins_behind_any_text()
    {
        var bucket = await BucketWithAsync("a", "b", "c");

        var listed = await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, StartAfter = "aa" }, Cancellation);
        var none = await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, StartAfter = "z" }, Cancellation);

        Assert.Equal(["b", "c"], listed.S3Objects.Select(one => one.Key));
        Assert.Equal(0, none.KeyCount);
    }

    [Fact]
    public async Task No_keys_at_all_may_be_asked_for()
    {
        var bucket = await BucketWithAsync("a");

        var listed = await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, MaxKeys = 0 }, Cancellation);

        Assert.Equal((0, 0, false), (listed.MaxKeys, listed.KeyCount, listed.IsTruncated == true));
    }

    [Fact]
    public async Task More_than_a_thousand_keys_come_in_pages_of_a_thousand()
    {
        var bucket = await cloud.BucketAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 1005), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation }, async (i, _) => await cloud.PutAsync(bucket, $"{i:D5}", ""));

        var first = await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, MaxKeys = 5000 }, Cancellation);
        var second = await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, ContinuationToken = first.NextContinuationToken }, Cancellation);

        Assert.Equal((1000, 1000, true), (first.MaxKeys, first.KeyCount, first.IsTruncated == true));
        Assert.Equal((5, false), (second.KeyCount, second.IsTruncated == true));
        Assert.Equal("01000", second.S3Objects[0].Key);
    }

    [Theory]
    [InlineData("list-type=2&max-keys=-1")]
    [InlineData("list-type=2&max-keys=x")]
    [InlineData("list-type=2&continuation-token=nonsense")]
    [InlineData("list-type=2&continuation-token=")]
    [InlineData("list-type=2&encoding-type=rot13")]
    [InlineData("max-keys=-1")]
    [InlineData("encoding-type=rot13")]
    [InlineData("versions&version-id-marker=x")]
    [InlineData("versions&max-keys=-1")]
    [InlineData("uploads&max-uploads=-1")]
    public async Task A_listing_with_nonsense_is_refused(string query)
    {
        var bucket = await cloud.BucketAsync();

        using var answer = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, $"/{bucket}?{query}"), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<Code>InvalidArgument</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encoded_keys_are_encoded_as_S3_encodes_them()
    {
        var bucket = await BucketWithAsync("a b+c/d%é*~");

        using var answer = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, $"/{bucket}?list-type=2&encoding-type=url&prefix=a%20"), Cancellation);
        var xml = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Contains("<Key>a+b%2Bc/d%25%C3%A9*%7E</Key>", xml.Replace("*~<", "*%7E<", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("<Prefix>a+</Prefix>", xml, StringComparison.Ordinal);
        Assert.Contains("<EncodingType>url</EncodingType>", xml, StringComparison.Ordinal);
    }
}
