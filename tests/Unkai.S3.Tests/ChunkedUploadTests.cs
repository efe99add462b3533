using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

/// <summary>Uploads in aws-chunked framing, and what they state of their bytes.</summary>
public sealed class ChunkedUploadTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static byte[] Sum(string algorithm, byte[] bytes)
    {
        var checksum = Checksums.Create(Checksums.Parse(algorithm)!.Value);
        checksum.Append(bytes);
        return checksum.Current();
    }

    /// <summary>Frames bytes in chunks of a size, with trailers.</summary>
    private static byte[] Frame(byte[] bytes, int chunk, params string[] trailers)
    {
        var framed = new MemoryStream();
        for (var at = 0; at < bytes.Length; at += chunk)
        {
            var length = Math.Min(chunk, bytes.Length - at);
            framed.Write(Encoding.ASCII.GetBytes(length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"));
            framed.Write(bytes, at, length);
            framed.Write("\r\n"u8);
        }

        framed.Write("0\r\n"u8);
        foreach (var trailer in trailers)
        {
            framed.Write(Encoding.ASCII.GetBytes(trailer + "\r\n"));
        }

        framed.Write("\r\n"u8);
        return framed.ToArray();
    }

    private async Task<(HttpStatusCode Status, string Body)> PutAsync(string bucket, byte[] framed, long decodedLength, string? trailer, Action<HttpRequestMessage>? configure = null)
    {
        var request = cloud.Request(HttpMethod.Put, $"/{bucket}/film", new ByteArrayContent(framed));
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
        request.Headers.TryAddWithoutValidation("x-amz-decoded-content-length", decodedLength.ToString(CultureInfo.InvariantCulture));
        request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", "aws-chunked");
        if (trailer is not null)
        {
            request.Headers.TryAddWithoutValidation("x-amz-trailer", trailer);
        }

        configure?.Invoke(request);
        using var answer = await cloud.Http.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task NothingIsStoredAsync(string bucket) =>
        Assert.Equal(0, (await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).KeyCount);

    [Theory]
    [InlineData("crc32", 0, 1)]
    [InlineData("crc32", 100, 1)]
    [InlineData("crc32", 200_000, 65_536)]
    [InlineData("crc32c", 200_000, 70_001)]
    [InlineData("crc64nvme", 200_000, 200_000)]
    [InlineData("sha1", 200_000, 8_192)]
    [InlineData("sha256", 200_000, 100_000)]
    [InlineData("sha512", 200_000, 8_192)]
    [InlineData("md5", 200_000, 8_192)]
    [InlineData("xxhash64", 200_000, 8_192)]
    [InlineData("xxhash3", 200_000, 70_001)]
    [InlineData("xxhash128", 200_000, 1_024)]
    public async Task Chunks_become_the_object_and_the_trailer_is_checked(string algorithm, int size, int chunk)
    {
        var bucket = await cloud.BucketAsync();
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        var sum = Convert.ToBase64String(Sum(algorithm, bytes));
        var name = "x-amz-checksum-" + algorithm;

        var stored = await PutAsync(bucket, Frame(bytes, chunk, $"{name}:{sum}"), size, name);

        Assert.Equal(HttpStatusCode.OK, stored.Status);
        var request = cloud.Request(HttpMethod.Get, $"/{bucket}/film");
        request.Headers.TryAddWithoutValidation("x-amz-checksum-mode", "ENABLED");
        using var got = await cloud.Http.SendAsync(request, Cancellation);
        var back = await got.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.True(bytes.AsSpan().SequenceEqual(back));
        Assert.Equal(sum, Assert.Single(got.Headers.GetValues(name)));
        Assert.Equal("FULL_OBJECT", Assert.Single(got.Headers.GetValues("x-amz-checksum-type")));
        Assert.Empty(got.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("crc32")]
    [InlineData("crc32c")]
    [InlineData("crc64nvme")]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("xxhash3")]
    [InlineData("xxhash128")]
    public async Task A_wrong_checksum_is_refused_wherever_it_stands_and_nothing_is_stored(string algorithm)
    {
        var bucket = await cloud.BucketAsync();
        var bytes = new byte[1000];
        var wrong = Convert.ToBase64String(Sum(algorithm, [1]));
        var name = "x-amz-checksum-" + algorithm;

        var trailing = await PutAsync(bucket, Frame(bytes, 100, $"{name}:{wrong}"), bytes.Length, name);
        var request = cloud.Request(HttpMethod.Put, $"/{bucket}/film", new ByteArrayContent(bytes));
        request.Headers.TryAddWithoutValidation(name, wrong);
        using var leading = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (trailing.Status, leading.StatusCode));
        Assert.Contains("<Code>BadDigest</Code>", trailing.Body, StringComparison.Ordinal);
        Assert.Contains("<Code>BadDigest</Code>", await leading.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await NothingIsStoredAsync(bucket);
    }

    [Theory]
    [InlineData("SHA512")]
    [InlineData("MD5")]
    [InlineData("XXHASH64")]
    [InlineData("XXHASH3")]
    [InlineData("XXHASH128")]
    public async Task Digests_of_parts_make_a_composite_one_and_no_full_one(string algorithm)
    {
        var bucket = await cloud.BucketAsync();
        var name = "x-amz-checksum-" + algorithm.ToLowerInvariant();
        var full = await SendAsync(HttpMethod.Post, $"/{bucket}/film?uploads", null, ("x-amz-checksum-algorithm", algorithm), ("x-amz-checksum-type", "FULL_OBJECT"));
        var begun = await SendAsync(HttpMethod.Post, $"/{bucket}/film?uploads", null, ("x-amz-checksum-algorithm", algorithm));
        var upload = IamAccount.Element(begun.Body, "UploadId");
        var own = Convert.ToBase64String(Sum(algorithm, [1, 2, 3]));
        var part = await SendAsync(HttpMethod.Put, $"/{bucket}/film?partNumber=1&uploadId={upload}", [1, 2, 3], (name, own));

        var done = await SendAsync(
            HttpMethod.Post,
            $"/{bucket}/film?uploadId={upload}",
            Encoding.UTF8.GetBytes($"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>5289df737df57326fcdd22597afb1fac</ETag><Checksum{algorithm}>{own}</Checksum{algorithm}></Part></CompleteMultipartUpload>"));

        Assert.Contains($"The FULL_OBJECT checksum type cannot be used with the {algorithm.ToLowerInvariant()} checksum algorithm.", full.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, part.Status);
        Assert.Contains($"<Checksum{algorithm}>{Convert.ToBase64String(Sum(algorithm, Sum(algorithm, [1, 2, 3])))}-1</Checksum{algorithm}>", done.Body, StringComparison.Ordinal);
        Assert.Contains("<ChecksumType>COMPOSITE</ChecksumType>", done.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_composite_checksum_states_its_own()
    {
        var bucket = await cloud.BucketAsync();
        var begun = await SendAsync(HttpMethod.Post, $"/{bucket}/film?uploads", null, ("x-amz-checksum-algorithm", "SHA256"));
        var part = $"/{bucket}/film?partNumber=1&uploadId={IamAccount.Element(begun.Body, "UploadId")}";

        var unstated = await SendAsync(HttpMethod.Put, part, [1]);
        var another = await SendAsync(
            HttpMethod.Put,
            part,
            Frame([1], 1, $"x-amz-checksum-crc32:{Convert.ToBase64String(Sum("CRC32", [1]))}"),
            ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
            ("x-amz-decoded-content-length", "1"),
            ("x-amz-trailer", "x-amz-checksum-crc32"));
        var stated = await SendAsync(HttpMethod.Put, part, [1], ("x-amz-checksum-sha256", Convert.ToBase64String(Sum("SHA256", [1]))));

        Assert.Contains("Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: null", unstated.Body, StringComparison.Ordinal);
        Assert.Contains("Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32", another.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, stated.Status);
    }

    [Theory]
    [InlineData("COMPOSITE")]
    [InlineData("FULL_OBJECT")]
    public async Task The_only_part_has_a_checksum_and_attributes_tell_no_count(string type)
    {
        var bucket = await cloud.BucketAsync();
        var own = Convert.ToBase64String(Sum("CRC32", [1]));
        var begun = await SendAsync(HttpMethod.Post, $"/{bucket}/film?uploads", null, ("x-amz-checksum-algorithm", "CRC32"), ("x-amz-checksum-type", type));
        var upload = IamAccount.Element(begun.Body, "UploadId");
        await SendAsync(HttpMethod.Put, $"/{bucket}/film?partNumber=1&uploadId={upload}", [1], ("x-amz-checksum-crc32", own));
        await SendAsync(
            HttpMethod.Post,
            $"/{bucket}/film?uploadId={upload}",
            Encoding.UTF8.GetBytes($"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>55a54008ad1ba589aa210d2629c1df41</ETag><ChecksumCRC32>{own}</ChecksumCRC32></Part></CompleteMultipartUpload>"));

        using var request = cloud.Request(HttpMethod.Get, $"/{bucket}/film?partNumber=1");
        request.Headers.TryAddWithoutValidation("x-amz-checksum-mode", "ENABLED");
        using var part = await cloud.Http.SendAsync(request, Cancellation);
        var attributes = await SendAsync(HttpMethod.Get, $"/{bucket}/film?attributes", null, ("x-amz-object-attributes", "Checksum"));

        Assert.Equal([own], part.Headers.GetValues("x-amz-checksum-crc32"));
        var whole = type == "COMPOSITE" ? Convert.ToBase64String(Sum("CRC32", Sum("CRC32", [1]))) : own;
        Assert.Contains($"<ChecksumCRC32>{whole}</ChecksumCRC32>", attributes.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32")]
    [InlineData("x-amz-checksum-sha256")]
    public async Task A_checksum_stands_before_or_behind_the_body_and_not_both(string leading)
    {
        var bucket = await cloud.BucketAsync();
        var trailing = Convert.ToBase64String(Sum("CRC32", [1]));

        var (_, body) = await PutAsync(
            bucket, Frame([1], 1, $"x-amz-checksum-crc32:{trailing}"), 1, "x-amz-checksum-crc32", request => request.Headers.TryAddWithoutValidation(leading, Convert.ToBase64String(Sum(leading[15..], [1]))));

        Assert.Contains("<Code>InvalidRequest</Code><Message>Expecting a single x-amz-checksum- header</Message>", body, StringComparison.Ordinal);
        await NothingIsStoredAsync(bucket);
    }

    [Fact]
    public async Task A_trailer_without_a_name_is_malformed()
    {
        var bucket = await cloud.BucketAsync();

        var (_, body) = await PutAsync(bucket, Frame([1], 1, ":AAAA"), 1, "x-amz-checksum-crc32");

        Assert.Contains("<Code>MalformedTrailerError</Code>", body, StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string target, byte[]? body, params (string Name, string Value)[] headers)
    {
        using var request = cloud.Request(method, target, body is null ? null : new ByteArrayContent(body));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await cloud.Http.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("5\r\nhello\r\n", "ends before its last chunk")]
    [InlineData("5\r\nhel", "ends inside a chunk")]
    [InlineData("5\r\nhelloXX0\r\n\r\n", "has no line end behind a chunk")]
    [InlineData("zz\r\nhello\r\n0\r\n\r\n", "has no size")]
    [InlineData("-5\r\nhello\r\n0\r\n\r\n", "has a negative size")]
    [InlineData("ffffffffffffffff\r\nhello\r\n0\r\n\r\n", "has a size beyond all bounds")]
    [InlineData("7fffffffffffffff\r\nhello\r\n0\r\n\r\n", "has the largest size")]
    [InlineData("6\r\nhello!\r\n0\r\n\r\n", "is longer than stated")]
    [InlineData("4\r\nhell\r\n0\r\n\r\n", "is shorter than stated")]
    [InlineData("hello", "is not chunked at all")]
    [InlineData("", "is empty")]
    [InlineData("5\r\nhello\r\n0\r\nx-amz-meta-a:b\r\n\r\n", "has a trailer that was not announced")]
    [InlineData("5\r\nhello\r\n0\r\nnonsense\r\n\r\n", "has a trailer that is none")]
    public async Task Bad_framing_is_refused_and_nothing_is_stored(string framed, string why)
    {
        var bucket = await cloud.BucketAsync();

        var (status, body) = await PutAsync(bucket, Encoding.ASCII.GetBytes(framed), 5, null);

        Assert.True((int)status is >= 400 and < 500, $"A body that {why}: {status} {body}");
        await NothingIsStoredAsync(bucket);
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32", "")]
    [InlineData("x-amz-checksum-crc32", "x-amz-checksum-crc32:!!!!")]
    [InlineData("x-amz-checksum-crc32", "x-amz-checksum-crc32:AAA")]
    [InlineData("x-amz-checksum-md9", "x-amz-checksum-md9:AAAA")]
    public async Task A_bad_trailer_is_refused_and_nothing_is_stored(string announced, string trailer)
    {
        var bucket = await cloud.BucketAsync();

        var (status, body) = await PutAsync(bucket, Frame("hello"u8.ToArray(), 5, trailer.Length == 0 ? [] : [trailer]), 5, announced);

        Assert.True((int)status is >= 400 and < 500, $"{status} {body}");
        await NothingIsStoredAsync(bucket);
    }

    [Fact]
    public async Task The_content_encoding_of_the_object_itself_is_kept()
    {
        var bucket = await cloud.BucketAsync();

        await PutAsync(bucket, Frame("hello"u8.ToArray(), 5), 5, null, request =>
        {
            request.Content!.Headers.ContentEncoding.Clear();
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", "aws-chunked,gzip");
        });

        using var got = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Head, $"/{bucket}/film"), Cancellation);
        Assert.Equal(["gzip"], got.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("CRC32")]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    public async Task The_SDKs_signed_chunks_are_verified_with_each_checksum(string algorithm)
    {
        var key = await IamAccount.NewUserKeyAsync(cloud.Server);
        var bucket = await cloud.BucketAsync();
        using var client = S3Cloud.ClientOf(cloud.Server, new BasicAWSCredentials(key.Id, key.Secret));
        var bytes = new byte[300_000];
        new Random(3).NextBytes(bytes);

        var stored = await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "film", InputStream = new MemoryStream(bytes), ChecksumAlgorithm = algorithm }, Cancellation);

        var sum = algorithm switch { "CRC32" => stored.ChecksumCRC32, "SHA1" => stored.ChecksumSHA1, _ => stored.ChecksumSHA256 };
        Assert.Equal(Convert.ToBase64String(Sum(algorithm, bytes)), sum);
        Assert.Equal(bytes.Length, (await client.GetObjectMetadataAsync(bucket, "film", Cancellation)).ContentLength);
    }

    [Fact]
    public async Task Content_MD5_is_checked()
    {
        var bucket = await cloud.BucketAsync();

        async Task<(HttpStatusCode, string)> PutWithAsync(string md5)
        {
            var request = cloud.Request(HttpMethod.Put, $"/{bucket}/film", new StringContent("hello"));
            request.Content!.Headers.Remove("Content-MD5");
            request.Content.Headers.TryAddWithoutValidation("Content-MD5", md5);
            using var answer = await cloud.Http.SendAsync(request, Cancellation);
            return (answer.StatusCode, IamAccount.Element(await answer.Content.ReadAsStringAsync(Cancellation), "Code"));
        }

        Assert.Equal((HttpStatusCode.BadRequest, "InvalidDigest"), await PutWithAsync("nonsense"));
        Assert.Equal((HttpStatusCode.BadRequest, "BadDigest"), await PutWithAsync(Convert.ToBase64String(MD5.HashData("other"u8))));
        await NothingIsStoredAsync(bucket);
        Assert.Equal((HttpStatusCode.OK, ""), await PutWithAsync(Convert.ToBase64String(MD5.HashData("hello"u8))));
    }

    [Fact]
    public async Task Two_checksums_at_once_are_refused()
    {
        var bucket = await cloud.BucketAsync();
        var request = cloud.Request(HttpMethod.Put, $"/{bucket}/film", new StringContent("hello"));
        request.Headers.TryAddWithoutValidation("x-amz-checksum-crc32", Convert.ToBase64String(Sum("crc32", "hello"u8.ToArray())));
        request.Headers.TryAddWithoutValidation("x-amz-checksum-sha1", Convert.ToBase64String(Sum("sha1", "hello"u8.ToArray())));

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        await NothingIsStoredAsync(bucket);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("STREAMING-NONSENSE")]
    public async Task A_content_hash_that_is_none_is_refused(string declared)
    {
        var bucket = await cloud.BucketAsync();
        var request = cloud.Request(HttpMethod.Put, $"/{bucket}/film", new StringContent("hello"));
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", declared);

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        await NothingIsStoredAsync(bucket);
    }
}
