using System.Net;
using System.Net.Sockets;
using System.Text;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

/// <summary>The limits of uploads. Ten thousand parts of ten megabytes are copies of one object, whose bytes they share, so that a hundred gigabytes take no room.</summary>
public sealed class LargeUploadTests(S3Cloud cloud)
{
    private const int PartBytes = 10 * 1024 * 1024;
    private const int Parts = 10_000;
    private const int Copiers = 8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_gigabytes_in_ten_thousand_parts_are_one_object()
    {
        var bucket = await cloud.BucketAsync();
        var bytes = new byte[PartBytes];
        new Random(7).NextBytes(bytes);
        using (var put = cloud.Request(HttpMethod.Put, $"/{bucket}/part", new ByteArrayContent(bytes)))
        {
            // Without a checksum of the client's the object has the one that an upload's parts have too.
            using var stored = await cloud.Http.SendAsync(put, Cancellation);
            Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        }

        var upload = (await cloud.Client.InitiateMultipartUploadAsync(bucket, "film", Cancellation)).UploadId;
        var tags = new PartETag[Parts];
        await Parallel.ForEachAsync(Enumerable.Range(1, Parts), new ParallelOptions { MaxDegreeOfParallelism = Copiers, CancellationToken = Cancellation }, async (number, _) =>
            tags[number - 1] = new PartETag(number, (await CopyAsync(bucket, upload, number)).ETag));

        await Refused.WithAsync("InvalidArgument", HttpStatusCode.BadRequest, () => CopyAsync(bucket, upload, Parts + 1));
        await Refused.WithAsync("InvalidArgument", HttpStatusCode.BadRequest, () => cloud.Client.UploadPartAsync(
            new UploadPartRequest { BucketName = bucket, Key = "film", UploadId = upload, PartNumber = Parts + 1, InputStream = new MemoryStream([1]) }, Cancellation));
        await Refused.WithAsync("MalformedXML", HttpStatusCode.BadRequest, () => CompleteAsync(bucket, upload, [.. tags, new PartETag(Parts + 1, tags[0].ETag)]));
        Assert.Equal(Enumerable.Range(1, Parts), await ListPartsAsync(bucket, upload));
        var done = await CompleteAsync(bucket, upload, [.. tags]);

        Assert.EndsWith($"-{Parts}\"", done.ETag, StringComparison.Ordinal);
        var head = await cloud.Client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket, Key = "film", PartNumber = Parts }, Cancellation);
        Assert.Equal((PartBytes, Parts), (head.ContentLength, head.PartsCount));
        Assert.Equal((long)PartBytes * Parts, (await cloud.Client.GetObjectMetadataAsync(bucket, "film", Cancellation)).ContentLength);

        // Over the end of a part beyond what 32 bits count, and the last bytes of all.
        var boundary = 5_000L * PartBytes;
        var across = await RangeAsync(bucket, new Amazon.S3.Model.ByteRange(boundary - 3, boundary + 3));
        var last = await RangeAsync(bucket, new Amazon.S3.Model.ByteRange("bytes=-5"));
        Assert.Equal([.. bytes[^3..], .. bytes[..4]], across);
        Assert.Equal(bytes[^5..], last);
        using (var middle = await cloud.Client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = "film", PartNumber = 5_001 }, Cancellation))
        {
            Assert.Equal($"bytes {boundary}-{boundary + PartBytes - 1}/{(long)PartBytes * Parts}", middle.ContentRange);
        }

        var attributes = await cloud.Client.GetObjectAttributesAsync(
            new GetObjectAttributesRequest { BucketName = bucket, Key = "film", ObjectAttributes = [Amazon.S3.ObjectAttributes.ObjectSize, Amazon.S3.ObjectAttributes.ObjectParts] }, Cancellation);
        Assert.Equal(((long)PartBytes * Parts, Parts), (attributes.ObjectSize, attributes.ObjectParts.TotalPartsCount));
    }

    [Fact]
    public async Task A_body_over_5_GB_is_refused_before_it_is_sent()
    {
        const long FiveGigabytes = 5L << 30;
        var bucket = await cloud.BucketAsync();
        var upload = (await cloud.Client.InitiateMultipartUploadAsync(bucket, "film", Cancellation)).UploadId;
        foreach (var target in (string[])[$"/{bucket}/film", $"/{bucket}/film?partNumber=1&uploadId={upload}"])
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(IPAddress.Loopback, cloud.Server.Address.Port, Cancellation);
            var head = $"PUT {target} HTTP/1.1\r\nHost: 127.0.0.1:{cloud.Server.Address.Port}\r\nContent-Length: {FiveGigabytes + 1}\r\nExpect: 100-continue\r\n"
                + $"x-amz-date: 20260101T000000Z\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}\r\n\r\n";
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Cancellation);
            var buffer = new byte[8192];
            var answer = Encoding.UTF8.GetString(buffer, 0, await connection.GetStream().ReadAtLeastAsync(buffer, 500, throwOnEndOfStream: false, Cancellation));

            Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
            Assert.Contains("<Code>EntityTooLarge</Code><Message>Your proposed upload exceeds the maximum allowed size</Message>", answer, StringComparison.Ordinal);
            Assert.Contains($"<ProposedSize>{FiveGigabytes + 1}</ProposedSize>", answer, StringComparison.Ordinal);
            Assert.Contains($"<MaxSizeAllowed>{FiveGigabytes}</MaxSizeAllowed>", answer, StringComparison.Ordinal);
        }
    }

    private Task<CopyPartResponse> CopyAsync(string bucket, string upload, int number) => cloud.Client.CopyPartAsync(
        new CopyPartRequest { SourceBucket = bucket, SourceKey = "part", DestinationBucket = bucket, DestinationKey = "film", UploadId = upload, PartNumber = number }, Cancellation);

    private Task<CompleteMultipartUploadResponse> CompleteAsync(string bucket, string upload, List<PartETag> parts) => cloud.Client.CompleteMultipartUploadAsync(
        new CompleteMultipartUploadRequest { BucketName = bucket, Key = "film", UploadId = upload, PartETags = parts }, Cancellation);

    private async Task<List<int>> ListPartsAsync(string bucket, string upload)
    {
        var numbers = new List<int>();
        ListPartsResponse? page = null;
        do
        {
            page = await cloud.Client.ListPartsAsync(new ListPartsRequest { BucketName = bucket, Key = "film", UploadId = upload, PartNumberMarker = page?.NextPartNumberMarker.ToString() }, Cancellation);
            Assert.Equal(1000, page.Parts.Count);
            numbers.AddRange(page.Parts.Select(part => part.PartNumber!.Value));
        }
        while (page.IsTruncated == true);
        return numbers;
    }

    private async Task<byte[]> RangeAsync(string bucket, Amazon.S3.Model.ByteRange range)
    {
        using var got = await cloud.Client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = "film", ByteRange = range }, Cancellation);
        using var back = new MemoryStream();
        await got.ResponseStream.CopyToAsync(back, Cancellation);
        return back.ToArray();
    }
}
