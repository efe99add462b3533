using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class ObjectTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 * 1024 - 1)]
    [InlineData(16 * 1024)]
    [InlineData(16 * 1024 + 1)]
    [InlineData(17 * 1024)]
    [InlineData(64 * 1024 + 1)]
    [InlineData(128 * 1024)]
    [InlineData(20 * 1024 * 1024)]
    public async Task Bytes_come_back_as_they_went(int size)
    {
        var bucket = await cloud.BucketAsync();
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);

        var put = await cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "film", InputStream = new MemoryStream(bytes) }, Cancellation);
        using var got = await cloud.Client.GetObjectAsync(bucket, "film", Cancellation);
        using var back = new MemoryStream();
        await got.ResponseStream.CopyToAsync(back, Cancellation);

        Assert.Equal($"\"{Convert.ToHexStringLower(MD5.HashData(bytes))}\"", put.ETag);
        Assert.Equal(put.ETag, got.ETag);
        Assert.Equal(size, got.ContentLength);
        Assert.True(bytes.AsSpan().SequenceEqual(back.ToArray()));
        Assert.Equal(size, (await cloud.Client.GetObjectMetadataAsync(bucket, "film", Cancellation)).ContentLength);
    }

    [Fact]
    public async Task Headers_and_metadata_are_kept_with_the_object()
    {
        var bucket = await cloud.BucketAsync();
        var request = new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "x", ContentType = "video/mp4" };
        request.Headers.CacheControl = "max-age=60";
        request.Headers.ContentDisposition = "attachment; filename=\"film.mp4\"";
        request.Headers.ContentEncoding = "identity";
        request.Headers["Content-Language"] = "ja";
        request.Headers["Expires"] = "Thu, 01 Jan 2037 00:00:00 GMT";
        request.Metadata.Add("Director", "Ozu");
        request.Metadata.Add("year", "1953");

        await cloud.Client.PutObjectAsync(request, Cancellation);
        var head = await cloud.Client.GetObjectMetadataAsync(bucket, "film", Cancellation);
        using var got = await cloud.Client.GetObjectAsync(bucket, "film", Cancellation);

        foreach (var (headers, metadata) in new[] { (head.Headers, head.Metadata), (got.Headers, got.Metadata) })
        {
            Assert.Equal("video/mp4", headers.ContentType);
            Assert.Equal("max-age=60", headers.CacheControl);
            Assert.Equal("attachment; filename=\"film.mp4\"", headers.ContentDisposition);
            Assert.Equal("identity", headers.ContentEncoding);
            Assert.Equal("ja", headers["Content-Language"]);
            Assert.Equal("Ozu", metadata["x-amz-meta-director"]);
            Assert.Equal("1953", metadata["x-amz-meta-year"]);
        }

        Assert.Equal("Thu, 01 Jan 2037 00:00:00 GMT", head.ExpiresString);
    }

    [Fact]
    public async Task The_answer_to_a_get_can_be_given_other_headers()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "x");

        using var got = await cloud.Client.GetObjectAsync(
            new GetObjectRequest
            {
                BucketName = bucket,
                Key = "film",
                ResponseHeaderOverrides = new ResponseHeaderOverrides { ContentType = "text/css", CacheControl = "no-cache", ContentDisposition = "inline", ContentEncoding = "br", ContentLanguage = "de" },
            },
            Cancellation);

        Assert.Equal(("text/css", "no-cache", "inline"), (got.Headers.ContentType, got.Headers.CacheControl, got.Headers.ContentDisposition));
    }

    [Fact]
    public async Task An_object_without_a_content_type_is_a_binary_one()
    {
        var bucket = await cloud.BucketAsync();
        using var put = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Put, $"/{bucket}/film", new ByteArrayContent([1, 2, 3])), Cancellation);

        using var got = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, $"/{bucket}/film"), Cancellation);

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal("binary/octet-stream", got.Content.Headers.ContentType!.ToString());
        Assert.Equal("bytes", Assert.Single(got.Headers.AcceptRanges));
        Assert.NotNull(got.Content.Headers.LastModified);
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_read_and_may_be_deleted()
    {
        var bucket = await cloud.BucketAsync();

        await Refused.WithAsync("NoSuchKey", HttpStatusCode.NotFound, () => cloud.Client.GetObjectAsync(bucket, "film", Cancellation));
        await Refused.WithAsync("NotFound", HttpStatusCode.NotFound, () => cloud.Client.GetObjectMetadataAsync(bucket, "film", Cancellation));
        await Refused.WithAsync("NoSuchBucket", HttpStatusCode.NotFound, () => cloud.Client.GetObjectAsync("no-such-bucket", "film", Cancellation));
        await Refused.WithAsync("NoSuchBucket", HttpStatusCode.NotFound, () => cloud.Client.DeleteObjectAsync("no-such-bucket", "film", Cancellation));
        await Refused.WithAsync("NoSuchBucket", HttpStatusCode.NotFound, () => cloud.PutAsync("no-such-bucket", "film", "x"));
        Assert.Equal(HttpStatusCode.NoContent, (await cloud.Client.DeleteObjectAsync(bucket, "film", Cancellation)).HttpStatusCode);
    }

    [Fact]
    public async Task An_error_names_the_key_the_request_and_the_host()
    {
        var bucket = await cloud.BucketAsync();

        using var answer = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, $"/{bucket}/a%26b"), Cancellation);
        var xml = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal("application/xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a&amp;b</Key><RequestId>", xml, StringComparison.Ordinal);
        Assert.Contains($"<RequestId>{Assert.Single(answer.Headers.GetValues("x-amz-request-id"))}</RequestId>", xml, StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("x-amz-id-2"));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("a%b")]
    [InlineData("a%20b")]
    [InlineData("a/b/c")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("雲海/🎬.mp4")]
    [InlineData("é")]
    [InlineData("a&b=c?d#e")]
    [InlineData("a;b,c:d@e!f$g'h(i)j*k~l")]
    [InlineData("\"quoted\"\\back`tick^{}|<>[]")]
    [InlineData("tab\tin\u0001it")]
    [InlineData("uploads")]
    public async Task Keys_may_have_any_characters(string key)
    {
        var bucket = await cloud.BucketAsync();

        await cloud.PutAsync(bucket, key, "content of " + key);

        Assert.Equal("content of " + key, await cloud.GetAsync(bucket, key));
        var listed = Assert.Single((await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Encoding = EncodingType.Url }, Cancellation)).S3Objects).Key;
        Assert.Equal(key, WebUtility.UrlDecode(listed));
        await cloud.Client.DeleteObjectAsync(bucket, key, Cancellation);
        await Refused.WithAsync("NoSuchKey", HttpStatusCode.NotFound, () => cloud.GetAsync(bucket, key));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    [InlineData("/a")]
    [InlineData("a//")]
    public async Task Dots_in_keys_are_no_paths(string key)
    {
        var bucket = await cloud.BucketAsync();

        using var put = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Put, $"/{bucket}/{key}", new StringContent("x")), Cancellation);
        var listed = await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation);

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(key, Assert.Single(listed.S3Objects).Key);
    }

    [Fact]
    public async Task A_key_has_at_most_1024_bytes()
    {
        var bucket = await cloud.BucketAsync();
        var longest = string.Concat(Enumerable.Repeat("é", 512));

        await cloud.PutAsync(bucket, longest, "x");

        Assert.Equal("x", await cloud.GetAsync(bucket, longest));
        await Refused.WithAsync("KeyTooLongError", HttpStatusCode.BadRequest, () => cloud.PutAsync(bucket, longest + "x", "x"));
    }

    [Fact]
    public async Task Metadata_has_at_most_2_KB()
    {
        var bucket = await cloud.BucketAsync();
        var request = new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "x" };
        request.Metadata.Add("note", new string('x', 2048 - "note".Length));
        await cloud.Client.PutObjectAsync(request, Cancellation);

        request.Metadata.Add("more", "y");

        await Refused.WithAsync("MetadataTooLarge", HttpStatusCode.BadRequest, () => cloud.Client.PutObjectAsync(request, Cancellation));
    }

    [Fact]
    public async Task A_put_replaces_the_object_with_all_that_is_known_of_it()
    {
        var bucket = await cloud.BucketAsync();
        var request = new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "first", TagSet = [new Tag { Key = "a", Value = "b" }] };
        request.Metadata.Add("a", "b");
        await cloud.Client.PutObjectAsync(request, Cancellation);

        await cloud.PutAsync(bucket, "film", "second");
        var head = await cloud.Client.GetObjectMetadataAsync(bucket, "film", Cancellation);

        Assert.Equal("second", await cloud.GetAsync(bucket, "film"));
        Assert.Empty(head.Metadata.Keys);
        Assert.Empty((await cloud.Client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = bucket, Key = "film" }, Cancellation)).Tagging ?? []);
    }

    [Theory]
    [InlineData("STANDARD", null)]
    [InlineData("STANDARD_IA", "STANDARD_IA")]
    [InlineData("GLACIER_IR", "GLACIER_IR")]
    public async Task The_storage_class_is_kept(string asked, string? answered)
    {
        var bucket = await cloud.BucketAsync();

        await cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "x", StorageClass = asked }, Cancellation);

        Assert.Equal(answered, (await cloud.Client.GetObjectMetadataAsync(bucket, "film", Cancellation)).StorageClass?.Value);
        Assert.Equal(asked, Assert.Single((await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).S3Objects).StorageClass.Value);
        await Refused.WithAsync("InvalidStorageClass", HttpStatusCode.BadRequest, () => cloud.Client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "x", StorageClass = "PAPER" }, Cancellation));
    }

    [Fact]
    public async Task The_attributes_of_an_object_are_told_on_demand()
    {
        var bucket = await cloud.BucketAsync();
        var put = await cloud.PutAsync(bucket, "film", "hello");

        var told = await cloud.Client.GetObjectAttributesAsync(
            new GetObjectAttributesRequest { BucketName = bucket, Key = "film", ObjectAttributes = [ObjectAttributes.ETag, ObjectAttributes.ObjectSize, ObjectAttributes.StorageClass, ObjectAttributes.Checksum] }, Cancellation);

        Assert.Equal(put.ETag.Trim('"'), told.ETag);
        Assert.Equal(5, told.ObjectSize);
        Assert.Equal("STANDARD", told.StorageClass.Value);
        Assert.NotNull(told.Checksum);
    }

    [Fact]
    public async Task Two_writers_of_one_key_leave_one_whole_object()
    {
        var bucket = await cloud.BucketAsync();
        var contents = Enumerable.Range(0, 8).Select(i => new string((char)('a' + i), 40_000)).ToList();

        await Task.WhenAll(contents.Select(content => cloud.PutAsync(bucket, "film", content)));

        Assert.Contains(await cloud.GetAsync(bucket, "film"), contents);
    }
}
