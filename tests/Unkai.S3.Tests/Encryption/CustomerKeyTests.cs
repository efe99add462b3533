using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests.Encryption;

/// <summary>Objects under keys that their customers bring.</summary>
public sealed class CustomerKeyTests(S3Cloud cloud)
{
    private const string Needed = "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.";

    private static readonly string s_key = Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
    private static readonly string s_otherKey = Convert.ToBase64String(new byte[32]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Md5Of(string key)
    {
#pragma warning disable CA5351 // The header's digest is MD5 by S3's definition.
        return Convert.ToBase64String(MD5.HashData(Convert.FromBase64String(key)));
#pragma warning restore CA5351
    }

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 31 / 7))];

    private Task<PutObjectResponse> PutAsync(string bucket, string key, byte[] bytes, string? customerKey)
    {
        var request = new PutObjectRequest { BucketName = bucket, Key = key, InputStream = new MemoryStream(bytes) };
        if (customerKey is not null)
        {
            (request.ServerSideEncryptionCustomerMethod, request.ServerSideEncryptionCustomerProvidedKey) = (ServerSideEncryptionCustomerMethod.AES256, customerKey);
        }

        return cloud.Client.PutObjectAsync(request, Cancellation);
    }

    private async Task<byte[]> GetAsync(string bucket, string key, string? customerKey, Amazon.S3.Model.ByteRange? range = null)
    {
        var request = new GetObjectRequest { BucketName = bucket, Key = key, ByteRange = range };
        if (customerKey is not null)
        {
            (request.ServerSideEncryptionCustomerMethod, request.ServerSideEncryptionCustomerProvidedKey) = (ServerSideEncryptionCustomerMethod.AES256, customerKey);
        }

        using var got = await cloud.Client.GetObjectAsync(request, Cancellation);
        using var bytes = new MemoryStream();
        await got.ResponseStream.CopyToAsync(bytes, Cancellation);
        return bytes.ToArray();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(8191)]
    [InlineData(100_001)]
    public async Task What_went_in_under_a_key_comes_out_under_it_and_under_no_other(int size)
    {
        var bucket = await cloud.BucketAsync();
        var bytes = Bytes(size);

        var put = await PutAsync(bucket, "a", bytes, s_key);

        Assert.Equal(bytes, await GetAsync(bucket, "a", s_key));
        Assert.Equal(("AES256", Md5Of(s_key)), (put.ServerSideEncryptionCustomerMethod.Value, put.ServerSideEncryptionCustomerProvidedKeyMD5));
        var without = await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => GetAsync(bucket, "a", null));
        Assert.Equal(Needed, without.Message);
        await Refused.WithAsync("AccessDenied", HttpStatusCode.Forbidden, () => GetAsync(bucket, "a", s_otherKey));
        var head = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => cloud.Client.GetObjectMetadataAsync(bucket, "a", Cancellation));
        Assert.Equal(HttpStatusCode.BadRequest, head.StatusCode);
        var metadata = await cloud.Client.GetObjectMetadataAsync(
            new GetObjectMetadataRequest { BucketName = bucket, Key = "a", ServerSideEncryptionCustomerMethod = ServerSideEncryptionCustomerMethod.AES256, ServerSideEncryptionCustomerProvidedKey = s_key }, Cancellation);
        Assert.Equal(size, metadata.ContentLength);
        Assert.Equal(ServerSideEncryptionMethod.None, metadata.ServerSideEncryptionMethod);
    }

    [Fact]
    public async Task A_key_for_what_has_none_is_refused()
    {
        var bucket = await cloud.BucketAsync();
        await PutAsync(bucket, "a", [1], null);

        var refused = await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => GetAsync(bucket, "a", s_key));

        Assert.Equal("The encryption parameters are not applicable to this object.", refused.Message);
    }

    [Fact]
    public async Task Ranges_are_decrypted_wherever_they_begin()
    {
        var bucket = await cloud.BucketAsync();
        var bytes = Bytes(50_000);
        await PutAsync(bucket, "a", bytes, s_key);

        foreach (var (first, last) in new[] { (0, 0), (1, 17), (15, 16), (16, 31), (8190, 8195), (20_003, 49_999) })
        {
            Assert.Equal(bytes[first..(last + 1)], await GetAsync(bucket, "a", s_key, new Amazon.S3.Model.ByteRange(first, last)));
        }
    }

    [Fact]
    public async Task Parts_are_encrypted_each_with_the_upload_s_key()
    {
        var bucket = await cloud.BucketAsync();
        var first = Bytes(5 * 1024 * 1024);
        var second = Bytes(1000);
        var upload = await cloud.Client.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest { BucketName = bucket, Key = "a", ServerSideEncryptionCustomerMethod = ServerSideEncryptionCustomerMethod.AES256, ServerSideEncryptionCustomerProvidedKey = s_key }, Cancellation);

        var one = await PartAsync(1, first, s_key);
        var two = await PartAsync(2, second, s_key);
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => PartAsync(2, second, null));
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => PartAsync(2, second, s_otherKey));
        await cloud.Client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = bucket, Key = "a", UploadId = upload.UploadId, PartETags = [new PartETag(1, one.ETag), new PartETag(2, two.ETag)] }, Cancellation);

        Assert.Equal((byte[])[.. first, .. second], await GetAsync(bucket, "a", s_key));
        Assert.Equal((byte[])[.. first[^7..], .. second[..8]], await GetAsync(bucket, "a", s_key, new Amazon.S3.Model.ByteRange(first.Length - 7, first.Length + 7)));

        Task<UploadPartResponse> PartAsync(int number, byte[] bytes, string? key)
        {
            var request = new UploadPartRequest { BucketName = bucket, Key = "a", UploadId = upload.UploadId, PartNumber = number, InputStream = new MemoryStream(bytes) };
            if (key is not null)
            {
                (request.ServerSideEncryptionCustomerMethod, request.ServerSideEncryptionCustomerProvidedKey) = (ServerSideEncryptionCustomerMethod.AES256, key);
            }

            return cloud.Client.UploadPartAsync(request, Cancellation);
        }
    }

    [Fact]
    public async Task Copies_change_keys_and_need_the_source_s()
    {
        var bucket = await cloud.BucketAsync();
        var bytes = Bytes(40_000);
        await PutAsync(bucket, "a", bytes, s_key);

        await CopyAsync("rekeyed", s_key, s_otherKey);
        await CopyAsync("plain", s_key, null);
        await Refused.WithAsync("InvalidRequest", HttpStatusCode.BadRequest, () => CopyAsync("none", null, null));
        await Refused.WithAsync("AccessDenied", HttpStatusCode.Forbidden, () => CopyAsync("none", s_otherKey, null));

        Assert.Equal(bytes, await GetAsync(bucket, "rekeyed", s_otherKey));
        Assert.Equal(bytes, await GetAsync(bucket, "plain", null));

        Task<CopyObjectResponse> CopyAsync(string target, string? from, string? to)
        {
            var request = new CopyObjectRequest { SourceBucket = bucket, SourceKey = "a", DestinationBucket = bucket, DestinationKey = target };
            if (from is not null)
            {
                (request.CopySourceServerSideEncryptionCustomerMethod, request.CopySourceServerSideEncryptionCustomerProvidedKey) = (ServerSideEncryptionCustomerMethod.AES256, from);
            }

            if (to is not null)
            {
                (request.ServerSideEncryptionCustomerMethod, request.ServerSideEncryptionCustomerProvidedKey) = (ServerSideEncryptionCustomerMethod.AES256, to);
            }

            return cloud.Client.CopyObjectAsync(request, Cancellation);
        }
    }

    [Theory]
    [InlineData("AES128", "key", "md5", "InvalidEncryptionAlgorithmError", "The encryption request you specified is not valid. The valid value is AES256.")]
    [InlineData(null, "key", "md5", "InvalidArgument", "Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.")]
    [InlineData("AES256", null, null, "InvalidArgument", "Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.")]
    [InlineData("AES256", "key", null, "InvalidArgument", "Requests specifying Server Side Encryption with Customer provided keys must provide the client calculated MD5 of the secret key.")]
    [InlineData("AES256", "key", "AAAAAAAAAAAAAAAAAAAAAA==", "InvalidArgument", "The calculated MD5 hash of the key did not match the hash that was provided.")]
    [InlineData("AES256", "c2hvcnQ=", "md5", "InvalidArgument", "The secret key was invalid for the specified algorithm.")]
    [InlineData("AES256", "not base64", "md5", "InvalidArgument", "The secret key was invalid for the specified algorithm.")]
    public async Task Headers_that_name_no_key_are_refused_and_nothing_is_stored(string? algorithm, string? key, string? md5, string code, string message)
    {
        var bucket = await cloud.BucketAsync();
        using var put = cloud.Request(HttpMethod.Put, $"/{bucket}/a", new StringContent("x"));
        Add("algorithm", algorithm);
        Add("key", key == "key" ? s_key : key);
        Add("key-MD5", md5 == "md5" ? Md5Of(s_key) : md5);

        using var answer = await cloud.Http.SendAsync(put, Cancellation);

        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"<Code>{code}</Code><Message>{message}</Message>", body, StringComparison.Ordinal);
        Assert.Equal(0, (await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).KeyCount);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                put.Headers.TryAddWithoutValidation("x-amz-server-side-encryption-customer-" + name, value);
            }
        }
    }

    [Fact]
    public async Task The_disk_holds_nothing_that_can_be_read()
    {
        var directory = Directory.CreateTempSubdirectory("unkai-sse-c-");
        try
        {
            var secret = string.Concat(Enumerable.Repeat("attack at dawn. ", 10_000));
            await using (var server = await S3Cloud.StartAsync(options => options with { DataDirectory = directory.FullName }))
            {
                using var client = S3Cloud.ClientOf(server);
                await client.PutBucketAsync("films", Cancellation);
                foreach (var (key, content) in new[] { ("large", secret), ("small", secret[..1000]) })
                {
                    await client.PutObjectAsync(
                        new PutObjectRequest
                        {
                            BucketName = "films", Key = key, ContentBody = content,
                            ServerSideEncryptionCustomerMethod = ServerSideEncryptionCustomerMethod.AES256, ServerSideEncryptionCustomerProvidedKey = s_key,
                        },
                        Cancellation);
                }
            }

            var key32 = Convert.FromBase64String(s_key);
            foreach (var file in Directory.EnumerateFiles(directory.FullName, "*", SearchOption.AllDirectories))
            {
                var stored = await File.ReadAllBytesAsync(file, Cancellation);
                Assert.True(stored.AsSpan().IndexOf("attack at dawn"u8) < 0 && stored.AsSpan().IndexOf(key32) < 0 && stored.AsSpan().IndexOf(Encoding.ASCII.GetBytes(s_key)) < 0, file);
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
