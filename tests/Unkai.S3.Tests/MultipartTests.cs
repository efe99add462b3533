using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class MultipartTests(S3Cloud cloud)
{
    private const int PartBytesMin = 5 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<(string Bucket, string Upload)> StartAsync(Action<InitiateMultipartUploadRequest>? configure = null)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = await cloud.BucketAsync(), Key = "film" };
        configure?.Invoke(request);
        return (request.BucketName, (await cloud.Client.InitiateMultipartUploadAsync(request, Cancellation)).UploadId);
    }

    private async Task<PartETag> PartAsync(string bucket, string upload, int number, byte[] bytes)
    {
        var stored = await cloud.Client.UploadPartAsync(
            new UploadPartRequest { BucketName = bucket, Key = "film", UploadId = upload, PartNumber = number, InputStream = new MemoryStream(bytes) }, Cancellation);
        return new PartETag(number, stored.ETag);
    }

    private Task<CompleteMultipartUploadResponse> CompleteAsync(string bucket, string upload, List<PartETag> parts, Action<CompleteMultipartUploadRequest>? configure = null)
    {
        var request = new CompleteMultipartUploadRequest { BucketName = bucket, Key = "film", UploadId = upload, PartETags = parts };
        configure?.Invoke(request);
        return cloud.Client.CompleteMultipartUploadAsync(request, Cancellation);
    }

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Uploads_are_rolled_up_at_a_delimiter_whatever_the_page(int max)
    {
        var bucket = await cloud.BucketAsync();
        foreach (var key in (string[])["a", "a/1", "a/2", "a/3", "b", "b", "c/1", "c/2", "d"])
        {
            await cloud.Client.InitiateMultipartUploadAsync(bucket, key, Cancellation);
        }

        var (keys, groups) = (new List<string>(), new List<string>());
        ListMultipartUploadsResponse page;
        var request = new ListMultipartUploadsRequest { BucketName = bucket, Delimiter = "/", MaxUploads = max };
        do
        {
            page = await cloud.Client.ListMultipartUploadsAsync(request, Cancellation);
            keys.AddRange((page.MultipartUploads ?? []).Select(static upload => upload.Key));
            groups.AddRange(page.CommonPrefixes ?? []);
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
        while (page.IsTruncated == true);

        Assert.Equal(["a", "b", "b", "d"], keys);
        Assert.Equal(["a/", "c/"], groups);
    }

    [Fact]
    public async Task Parts_become_one_object_in_the_order_of_their_numbers()
    {
        var (bucket, upload) = await StartAsync(request =>
        {
            request.ContentType = "video/mp4";
            request.Metadata.Add("director", "Ozu");
        });
        var (first, second) = (Bytes(1, PartBytesMin), Bytes(2, 1000));

        var later = await PartAsync(bucket, upload, 7, second);
        var earlier = await PartAsync(bucket, upload, 2, first);
        await Refused.WithAsync("NoSuchKey", HttpStatusCode.NotFound, () => cloud.GetAsync(bucket, "film"));
        var done = await CompleteAsync(bucket, upload, [earlier, later]);

        using var got = await cloud.Client.GetObjectAsync(bucket, "film", Cancellation);
        using var back = new MemoryStream();
        await got.ResponseStream.CopyToAsync(back, Cancellation);
        Assert.True(back.ToArray().AsSpan().SequenceEqual([.. first, .. second]));
        var tag = $"\"{Convert.ToHexStringLower(MD5.HashData([.. MD5.HashData(first), .. MD5.HashData(second)]))}-2\"";
        Assert.Equal((tag, tag), (done.ETag, got.ETag));
        Assert.Equal(("video/mp4", "Ozu"), (got.Headers.ContentType, got.Metadata["director"]));
        Assert.Empty((await cloud.Client.ListMultipartUploadsAsync(bucket, Cancellation)).MultipartUploads ?? []);
    }

    [Fact]
    public async Task A_part_sent_again_replaces_the_first()
    {
        var (bucket, upload) = await StartAsync();
        await PartAsync(bucket, upload, 1, [1, 1, 1]);
        var second = await PartAsync(bucket, upload, 1, [2, 2]);

        await CompleteAsync(bucket, upload, [second]);

        Assert.Equal("\u0002\u0002", await cloud.GetAsync(bucket, "film"));
    }

    [Fact]
    public async Task Parts_that_are_not_named_at_the_end_are_left_out()
    {
        var (bucket, upload) = await StartAsync();
        await PartAsync(bucket, upload, 1, [1]);
        var second = await PartAsync(bucket, upload, 2, [2]);

        await CompleteAsync(bucket, upload, [second]);

        Assert.Equal("\u0002", await cloud.GetAsync(bucket, "film"));
    }

    [Fact]
    public async Task A_completion_that_does_not_fit_is_refused_and_can_be_mended()
    {
        var (bucket, upload) = await StartAsync();
        var first = await PartAsync(bucket, upload, 1, Bytes(1, 100));
        var second = await PartAsync(bucket, upload, 2, Bytes(2, 100));

        await Refused.WithAsync("InvalidPart", HttpStatusCode.BadRequest, () => CompleteAsync(bucket, upload, [new PartETag(1, "\"0123456789abcdef0123456789abcdef\"")]));
        await Refused.WithAsync("InvalidPart", HttpStatusCode.BadRequest, () => CompleteAsync(bucket, upload, [new PartETag(3, first.ETag)]));
        await Refused.WithAsync("EntityTooSmall", HttpStatusCode.BadRequest, () => CompleteAsync(bucket, upload, [first, second]));
        await Refused.WithAsync("NoSuchUpload", HttpStatusCode.NotFound, () => CompleteAsync(bucket, "no-such-upload", [first]));
        await CompleteAsync(bucket, upload, [first]);

        Assert.Equal(100, (await cloud.Client.GetObjectMetadataAsync(bucket, "film", Cancellation)).ContentLength);
    }

    [Fact]
    public async Task Part_numbers_must_ascend_in_a_completion()
    {
        var (bucket, upload) = await StartAsync();
        var first = await PartAsync(bucket, upload, 1, [1]);
        var xml = $"<CompleteMultipartUpload><Part><PartNumber>2</PartNumber><ETag>{first.ETag}</ETag></Part><Part><PartNumber>1</PartNumber><ETag>{first.ETag}</ETag></Part></CompleteMultipartUpload>";

        using var answer = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Post, $"/{bucket}/film?uploadId={upload}", new StringContent(xml)), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<Code>InvalidPartOrder</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completing_again_succeeds_while_the_object_stands()
    {
        var (bucket, upload) = await StartAsync();
        var part = await PartAsync(bucket, upload, 1, [1]);
        var first = await CompleteAsync(bucket, upload, [part]);

        var second = await CompleteAsync(bucket, upload, [part]);
        await cloud.Client.DeleteObjectAsync(bucket, "film", Cancellation);

        Assert.Equal(first.ETag, second.ETag);
        await Refused.WithAsync("NoSuchUpload", HttpStatusCode.NotFound, () => CompleteAsync(bucket, upload, [part]));
    }

    [Fact]
    public async Task An_aborted_upload_is_gone()
    {
        var (bucket, upload) = await StartAsync();
        await PartAsync(bucket, upload, 1, [1]);

        await cloud.Client.AbortMultipartUploadAsync(bucket, "film", upload, Cancellation);

        await Refused.WithAsync("NoSuchUpload", HttpStatusCode.NotFound, () => cloud.Client.AbortMultipartUploadAsync(bucket, "film", upload, Cancellation));
        await Refused.WithAsync("NoSuchUpload", HttpStatusCode.NotFound, () => PartAsync(bucket, upload, 2, [1]));
        await Refused.WithAsync("NoSuchUpload", HttpStatusCode.NotFound, () => cloud.Client.ListPartsAsync(bucket, "film", upload, Cancellation));
        Assert.Equal(HttpStatusCode.NoContent, (await cloud.Client.DeleteBucketAsync(bucket, Cancellation)).HttpStatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    [InlineData(-1)]
    public async Task A_part_number_out_of_range_is_refused(int number)
    {
        var (bucket, upload) = await StartAsync();

        using var answer = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Put, $"/{bucket}/film?uploadId={upload}&partNumber={number}", new StringContent("x")), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<Code>InvalidArgument</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_are_listed_page_by_page()
    {
        var (bucket, upload) = await StartAsync();
        foreach (var number in new[] { 1, 3, 5, 10_000 })
        {
            await PartAsync(bucket, upload, number, new byte[number % 7 + 1]);
        }

        for (var size = 1; size <= 5; size++)
        {
            var listed = new List<(int?, long?)>();
            string? marker = null;
            while (true)
            {
                var page = await cloud.Client.ListPartsAsync(new ListPartsRequest { BucketName = bucket, Key = "film", UploadId = upload, MaxParts = size, PartNumberMarker = marker }, Cancellation);
                Assert.InRange(page.Parts.Count, 1, size);
                listed.AddRange(page.Parts.Select(part => (part.PartNumber, part.Size)));
                if (page.IsTruncated != true)
                {
                    break;
                }

                marker = page.NextPartNumberMarker?.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            Assert.Equal([(1, 2), (3, 4), (5, 6), (10_000, 5)], listed);
        }
    }

    [Fact]
    public async Task Parts_of_a_whole_object_can_be_read_one_by_one()
    {
        var (bucket, upload) = await StartAsync();
        var (first, second) = (Bytes(1, PartBytesMin), Bytes(2, 1000));
        await CompleteAsync(bucket, upload, [await PartAsync(bucket, upload, 1, first), await PartAsync(bucket, upload, 5, second)]);

        using var got = await cloud.Client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = "film", PartNumber = 2 }, Cancellation);
        using var back = new MemoryStream();
        await got.ResponseStream.CopyToAsync(back, Cancellation);
        var head = await cloud.Client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket, Key = "film", PartNumber = 1 }, Cancellation);

        Assert.Equal(HttpStatusCode.PartialContent, got.HttpStatusCode);
        Assert.True(back.ToArray().AsSpan().SequenceEqual(second));
        Assert.Equal((2, 1000), (got.PartsCount, got.ContentLength));
        Assert.Equal($"bytes {PartBytesMin}-{PartBytesMin + 999}/{PartBytesMin + 1000}", got.ContentRange);
        Assert.Equal((2, PartBytesMin), (head.PartsCount, head.ContentLength));
        await Refused.WithAsync("InvalidPartNumber", HttpStatusCode.RequestedRangeNotSatisfiable, () => cloud.Client.GetObjectAsync(
            new GetObjectRequest { BucketName = bucket, Key = "film", PartNumber = 3 }, Cancellation));
    }

    [Fact]
    public async Task A_range_over_the_border_of_parts_is_whole()
    {
        var (bucket, upload) = await StartAsync();
        var (first, second) = (Bytes(1, PartBytesMin), Bytes(2, 1000));
        await CompleteAsync(bucket, upload, [await PartAsync(bucket, upload, 1, first), await PartAsync(bucket, upload, 2, second)]);

        using var got = await cloud.Client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = "film", ByteRange = new Amazon.S3.Model.ByteRange(PartBytesMin - 10, PartBytesMin + 9) }, Cancellation);
        using var back = new MemoryStream();
        await got.ResponseStream.CopyToAsync(back, Cancellation);

        Assert.Equal([.. first[^10..], .. second[..10]], back.ToArray());
    }

    [Fact]
    public async Task A_part_can_be_copied_from_an_object_or_a_range_of_one()
    {
        var (bucket, upload) = await StartAsync();
        var source = Bytes(3, PartBytesMin + 5000);
        await cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "source", InputStream = new MemoryStream(source) }, Cancellation);
        var request = new CopyPartRequest { SourceBucket = bucket, SourceKey = "source", DestinationBucket = bucket, DestinationKey = "film", UploadId = upload, PartNumber = 1, FirstByte = 0, LastByte = PartBytesMin - 1 };

        var first = await cloud.Client.CopyPartAsync(request, Cancellation);
        request.PartNumber = 2;
        (request.FirstByte, request.LastByte) = (PartBytesMin, source.Length - 1);
        var second = await cloud.Client.CopyPartAsync(request, Cancellation);
        request.LastByte = source.Length;
        await Refused.WithAsync("InvalidArgument", HttpStatusCode.BadRequest, () => cloud.Client.CopyPartAsync(request, Cancellation));
        await CompleteAsync(bucket, upload, [new PartETag(1, first.ETag), new PartETag(2, second.ETag)]);

        using var got = await cloud.Client.GetObjectAsync(bucket, "film", Cancellation);
        using var back = new MemoryStream();
        await got.ResponseStream.CopyToAsync(back, Cancellation);
        Assert.True(back.ToArray().AsSpan().SequenceEqual(source));
    }

    [Fact]
    public async Task A_completion_if_none_match_does_not_replace()
    {
        var (bucket, upload) = await StartAsync();
        var part = await PartAsync(bucket, upload, 1, [1]);
        await cloud.PutAsync(bucket, "film", "there");

        await Refused.WithAsync("PreconditionFailed", HttpStatusCode.PreconditionFailed, () => CompleteAsync(bucket, upload, [part], request => request.IfNoneMatch = "*"));
        await cloud.Client.DeleteObjectAsync(bucket, "film", Cancellation);
        await CompleteAsync(bucket, upload, [part], request => request.IfNoneMatch = "*");

        Assert.Equal("\u0001", await cloud.GetAsync(bucket, "film"));
    }

    [Fact]
    public async Task An_object_made_of_parts_can_be_copied_and_its_source_deleted()
    {
        var (bucket, upload) = await StartAsync();
        var (first, second) = (Bytes(1, PartBytesMin), Bytes(2, 1000));
        await CompleteAsync(bucket, upload, [await PartAsync(bucket, upload, 1, first), await PartAsync(bucket, upload, 2, second)]);

        await cloud.Client.CopyObjectAsync(bucket, "film", bucket, "copy", Cancellation);
        await cloud.Client.DeleteObjectAsync(bucket, "film", Cancellation);

        using var got = await cloud.Client.GetObjectAsync(bucket, "copy", Cancellation);
        using var back = new MemoryStream();
        await got.ResponseStream.CopyToAsync(back, Cancellation);
        Assert.True(back.ToArray().AsSpan().SequenceEqual([.. first, .. second]));
    }

    [Fact]
    public async Task Uploads_are_listed_by_key_and_id_page_by_page()
    {
        var bucket = await cloud.BucketAsync();
        var all = new List<(string Key, string Id)>();
        foreach (var key in new[] { "a/1", "a/2", "a/2", "b c", "d" })
        {
            all.Add((key, (await cloud.Client.InitiateMultipartUploadAsync(bucket, key, Cancellation)).UploadId));
        }

        all.Sort((left, right) => string.CompareOrdinal(left.Key, right.Key) is not 0 and var order ? order : string.CompareOrdinal(left.Id, right.Id));
        for (var size = 1; size <= 6; size++)
        {
            var listed = new List<(string, string)>();
            var request = new ListMultipartUploadsRequest { BucketName = bucket, MaxUploads = size };
            while (true)
            {
                var page = await cloud.Client.ListMultipartUploadsAsync(request, Cancellation);
                listed.AddRange(page.MultipartUploads.Select(one => (one.Key, one.UploadId)));
                if (page.IsTruncated != true)
                {
                    break;
                }

                (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
            }

            Assert.Equal(all, listed);
        }

        var grouped = await cloud.Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = bucket, Delimiter = "/" }, Cancellation);
        Assert.Equal(["a/"], grouped.CommonPrefixes);
        Assert.Equal(["b c", "d"], grouped.MultipartUploads.Select(one => one.Key));
    }

    [Theory]
    [InlineData("CRC32", "FULL_OBJECT")]
    [InlineData("CRC32", "COMPOSITE")]
    [InlineData("SHA1", "COMPOSITE")]
    [InlineData("SHA256", "COMPOSITE")]
    public async Task The_checksum_of_the_whole_is_made_of_its_parts(string algorithm, string type)
    {
        var (bucket, upload) = await StartAsync(request => (request.ChecksumAlgorithm, request.ChecksumType) = (algorithm, type));
        var parts = new List<PartETag>();
        for (var number = 1; number <= 2; number++)
        {
            var stored = await cloud.Client.UploadPartAsync(
                new UploadPartRequest { BucketName = bucket, Key = "film", UploadId = upload, PartNumber = number, InputStream = new MemoryStream(Bytes(number, PartBytesMin)), ChecksumAlgorithm = algorithm }, Cancellation);
            parts.Add(new PartETag(number, stored.ETag) { ChecksumCRC32 = stored.ChecksumCRC32, ChecksumSHA1 = stored.ChecksumSHA1, ChecksumSHA256 = stored.ChecksumSHA256 });
        }

        var done = await CompleteAsync(bucket, upload, parts);
        var head = await cloud.Client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket, Key = "film", ChecksumMode = ChecksumMode.ENABLED }, Cancellation);

        var checksum = algorithm switch { "CRC32" => head.ChecksumCRC32, "SHA1" => head.ChecksumSHA1, _ => head.ChecksumSHA256 };
        Assert.Equal(type, head.ChecksumType.Value);
        Assert.Equal(type, done.ChecksumType.Value);
        Assert.Equal(type == "COMPOSITE", checksum.EndsWith("-2", StringComparison.Ordinal));
    }
}
