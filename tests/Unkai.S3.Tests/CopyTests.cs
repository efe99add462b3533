using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class CopyTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<string> BucketWithFilmAsync()
    {
        var bucket = await cloud.BucketAsync();
        var request = new PutObjectRequest { BucketName = bucket, Key = "film 1+2%", ContentBody = "tokyo story", ContentType = "text/film", TagSet = [new Tag { Key = "year", Value = "1953" }] };
        request.Metadata.Add("director", "Ozu");
        await cloud.Client.PutObjectAsync(request, Cancellation);
        return bucket;
    }

    private Task<CopyObjectResponse> CopyAsync(string bucket, string to, Action<CopyObjectRequest>? configure = null)
    {
        var request = new CopyObjectRequest { SourceBucket = bucket, SourceKey = "film 1+2%", DestinationBucket = bucket, DestinationKey = to };
        configure?.Invoke(request);
        return cloud.Client.CopyObjectAsync(request, Cancellation);
    }

    [Fact]
    public async Task A_copy_has_bytes_metadata_and_tags_of_its_source()
    {
        var bucket = await BucketWithFilmAsync();

        var copied = await CopyAsync(bucket, "copy");
        var head = await cloud.Client.GetObjectMetadataAsync(bucket, "copy", Cancellation);
        var tag = Assert.Single((await cloud.Client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = bucket, Key = "copy" }, Cancellation)).Tagging);

        Assert.Equal("tokyo story", await cloud.GetAsync(bucket, "copy"));
        Assert.Equal(head.ETag, copied.ETag);
        Assert.Equal(("text/film", "Ozu"), (head.Headers.ContentType, head.Metadata["director"]));
        Assert.Equal(("year", "1953"), (tag.Key, tag.Value));
    }

    [Fact]
    public async Task A_copy_outlives_its_source()
    {
        var bucket = await BucketWithFilmAsync();
        await CopyAsync(bucket, "copy");

        await cloud.Client.DeleteObjectAsync(bucket, "film 1+2%", Cancellation);

        Assert.Equal("tokyo story", await cloud.GetAsync(bucket, "copy"));
    }

    [Fact]
    public async Task Directives_replace_metadata_and_tags()
    {
        var bucket = await BucketWithFilmAsync();

        await CopyAsync(bucket, "copy", request =>
        {
            request.MetadataDirective = S3MetadataDirective.REPLACE;
            request.ContentType = "text/other";
            request.Metadata.Add("note", "new");
            request.TaggingDirective = TaggingDirective.REPLACE;
            request.TagSet = [new Tag { Key = "kind", Value = "copy" }];
        });
        var head = await cloud.Client.GetObjectMetadataAsync(bucket, "copy", Cancellation);
        var tag = Assert.Single((await cloud.Client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = bucket, Key = "copy" }, Cancellation)).Tagging);

        Assert.Equal("text/other", head.Headers.ContentType);
        Assert.Equal("x-amz-meta-note", Assert.Single(head.Metadata.Keys));
        Assert.Equal("kind", tag.Key);
    }

    [Fact]
    public async Task A_copy_to_itself_must_change_something()
    {
        var bucket = await BucketWithFilmAsync();

        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => CopyAsync(bucket, "film 1+2%"));
        await CopyAsync(bucket, "film 1+2%", request =>
        {
            request.MetadataDirective = S3MetadataDirective.REPLACE;
            request.Metadata.Add("note", "new");
        });

        Assert.Equal("tokyo story", await cloud.GetAsync(bucket, "film 1+2%"));
        Assert.Equal("new", (await cloud.Client.GetObjectMetadataAsync(bucket, "film 1+2%", Cancellation)).Metadata["note"]);
    }

    [Fact]
    public async Task Of_a_copy_the_source_must_be_there()
    {
        var bucket = await BucketWithFilmAsync();

        await Refused.WithAsync("NoSuchKey", HttpStatusCode.NotFound, () => CopyAsync(bucket, "copy", request => request.SourceKey = "other"));
        await Refused.WithAsync("NoSuchBucket", HttpStatusCode.NotFound, () => CopyAsync(bucket, "copy", request => request.SourceBucket = "no-such-bucket"));
        await Refused.WithAsync("NoSuchBucket", HttpStatusCode.NotFound, () => CopyAsync(bucket, "copy", request => request.DestinationBucket = "no-such-bucket"));
    }

    [Fact]
    public async Task A_copys_conditions_are_its_sources()
    {
        var bucket = await BucketWithFilmAsync();
        var tag = (await cloud.Client.GetObjectMetadataAsync(bucket, "film 1+2%", Cancellation)).ETag;

        await CopyAsync(bucket, "copy", request => request.ETagToMatch = tag);
        await Refused.WithAsync("PreconditionFailed", HttpStatusCode.PreconditionFailed, () => CopyAsync(bucket, "copy", request => request.ETagToNotMatch = tag));
        await Refused.WithAsync("PreconditionFailed", HttpStatusCode.PreconditionFailed, () => CopyAsync(bucket, "copy", request => request.ETagToMatch = "\"0123456789abcdef0123456789abcdef\""));
        await Refused.WithAsync("PreconditionFailed", HttpStatusCode.PreconditionFailed, () => CopyAsync(bucket, "copy", request => request.UnmodifiedSinceDate = DateTime.UtcNow.AddHours(-1)));
    }

    [Fact]
    public async Task A_copy_if_none_match_does_not_replace()
    {
        var bucket = await BucketWithFilmAsync();
        await CopyAsync(bucket, "copy", request => request.IfNoneMatch = "*");

        await Refused.WithAsync("PreconditionFailed", HttpStatusCode.PreconditionFailed, () => CopyAsync(bucket, "copy", request => request.IfNoneMatch = "*"));
    }

    [Fact]
    public async Task A_version_can_be_copied_back_to_the_front()
    {
        var bucket = await cloud.VersionedBucketAsync();
        var first = (await cloud.PutAsync(bucket, "film", "first")).VersionId;
        await cloud.PutAsync(bucket, "film", "second");

        var copied = await cloud.Client.CopyObjectAsync(
            new CopyObjectRequest { SourceBucket = bucket, SourceKey = "film", SourceVersionId = first, DestinationBucket = bucket, DestinationKey = "film" }, Cancellation);

        Assert.Equal(first, copied.SourceVersionId);
        Assert.NotEqual(first, copied.VersionId);
        Assert.Equal("first", await cloud.GetAsync(bucket, "film"));
    }

    [Fact]
    public async Task A_delete_marker_cannot_be_copied()
    {
        var bucket = await cloud.VersionedBucketAsync();
        await cloud.PutAsync(bucket, "film", "first");
        var marker = (await cloud.Client.DeleteObjectAsync(bucket, "film", Cancellation)).VersionId;

        await Refused.WithAsync("NoSuchKey", HttpStatusCode.NotFound, () => cloud.Client.CopyObjectAsync(bucket, "film", bucket, "copy", Cancellation));
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => cloud.Client.CopyObjectAsync(bucket, "film", marker, bucket, "copy", Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("/")]
    [InlineData("bucket/")]
    [InlineData("%")]
    [InlineData("%ff/%ff")]
    public async Task A_malformed_copy_source_is_refused(string source)
    {
        var bucket = await cloud.BucketAsync();
        var request = cloud.Request(HttpMethod.Put, $"/{bucket}/copy");
        request.Headers.TryAddWithoutValidation("x-amz-copy-source", source);

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.InRange((int)answer.StatusCode, source.Length == 0 ? 200 : 400, 404);
    }
}
