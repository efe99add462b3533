using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class TaggingTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<PutObjectTaggingResponse> TagAsync(string bucket, params (string Key, string Value)[] tags) => cloud.Client.PutObjectTaggingAsync(
        new PutObjectTaggingRequest { BucketName = bucket, Key = "film", Tagging = new Tagging { TagSet = [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })] } }, Cancellation);

    private async Task<IEnumerable<(string, string)>> TagsAsync(string bucket, string? version = null) =>
        ((await cloud.Client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = bucket, Key = "film", VersionId = version }, Cancellation)).Tagging ?? []).Select(tag => (tag.Key, tag.Value));

    [Fact]
    public async Task Tags_are_set_replaced_and_removed()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "x");

        await TagAsync(bucket, ("year", "1953"), ("who", "Ozu + Noda"));
        Assert.Equal([("year", "1953"), ("who", "Ozu + Noda")], await TagsAsync(bucket));
    }

    [Fact]
    public async Task Tags_are_counted_in_the_head_of_an_object()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "x");
        await TagAsync(bucket, ("year", "1953"), ("who", "Ozu"));

        using var got = await cloud.Client.GetObjectAsync(bucket, "film", Cancellation);
        Assert.Equal(2, got.TagCount);

        await TagAsync(bucket, ("only", ""));
        Assert.Equal([("only", "")], await TagsAsync(bucket));
        await cloud.Client.DeleteObjectTaggingAsync(new DeleteObjectTaggingRequest { BucketName = bucket, Key = "film" }, Cancellation);
        Assert.Empty(await TagsAsync(bucket));
    }

    [Fact]
    public async Task Tags_out_of_limits_are_refused_and_change_nothing()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "x");
        await TagAsync(bucket, [.. Enumerable.Range(0, 10).Select(i => ($"key{i}", new string('v', 256)))]);

        await Refused.WithAsync("BadRequest", HttpStatusCode.BadRequest, () => TagAsync(bucket, [.. Enumerable.Range(0, 11).Select(i => ($"key{i}", "v"))]));
        await Refused.WithAsync("InvalidTag", HttpStatusCode.BadRequest, () => TagAsync(bucket, ("a", "1"), ("a", "2")));
        await Refused.WithAsync("InvalidTag", HttpStatusCode.BadRequest, () => TagAsync(bucket, (new string('k', 129), "1")));
        await Refused.WithAsync("InvalidTag", HttpStatusCode.BadRequest, () => TagAsync(bucket, ("k", new string('v', 257))));
        await Refused.WithAsync("InvalidTag", HttpStatusCode.BadRequest, () => TagAsync(bucket, ("aws:k", "v")));
        await Refused.WithAsync("InvalidTag", HttpStatusCode.BadRequest, () => TagAsync(bucket, ("k<", "v")));

        Assert.Equal(10, (await TagsAsync(bucket)).Count());
        await Refused.WithAsync("NoSuchKey", HttpStatusCode.NotFound, () => cloud.Client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = bucket, Key = "other" }, Cancellation));
    }

    [Fact]
    public async Task Tags_belong_to_a_version()
    {
        var bucket = await cloud.VersionedBucketAsync();
        var first = (await cloud.PutAsync(bucket, "film", "x")).VersionId;
        await TagAsync(bucket, ("of", "first"));
        await cloud.PutAsync(bucket, "film", "y");

        Assert.Empty(await TagsAsync(bucket));
        Assert.Equal([("of", "first")], await TagsAsync(bucket, first));
    }

    [Fact]
    public async Task Tags_come_with_a_put_too()
    {
        var bucket = await cloud.BucketAsync();

        await cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "x", TagSet = [new Tag { Key = "a b", Value = "c+d=e/f" }] }, Cancellation);

        Assert.Equal([("a b", "c+d=e/f")], await TagsAsync(bucket));
    }
}
