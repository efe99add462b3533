using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Unkai.S3.Tests;

/// <summary>Requests of damaged XML, headers and chunk framing: whatever comes, the answer is S3's and never a 500, and the cloud goes on.</summary>
public sealed class RequestFuzzTests(S3Cloud cloud)
{
    private const int InputsByDefault = 4_000;
    private const int Lanes = 8;

    private static readonly string[] s_methods = ["GET", "PUT", "POST", "DELETE", "HEAD"];

    private static readonly string[] s_queries =
    [
        "", "?acl", "?tagging", "?cors", "?policy", "?lifecycle", "?replication", "?notification", "?versioning", "?versions", "?uploads", "?delete", "?object-lock", "?retention", "?legal-hold",
        "?restore", "?select&select-type=2", "?attributes", "?uploadId=x", "?partNumber=1&uploadId=x", "?list-type=2", "?encryption", "?logging", "?website", "?ownershipControls",
        "?publicAccessBlock", "?torrent", "?location", "?accelerate", "?requestPayment", "?max-keys=-1", "?versionId=x", "?partNumber=99999", "?list-type=2&max-keys=2&delimiter=/&prefix=a",
        "?versions&key-marker=a&version-id-marker=b", "?response-content-type=a%0Db", "?continuation-token=%FF", "?metrics&id=a", "?inventory&id=a", "?analytics", "?intelligent-tiering",
    ];

    private static readonly (string Name, string[] Values)[] s_headers =
    [
        ("Range", ["bytes=0-", "bytes=-0", "bytes=9-1", "bytes=a-b", "bytes=0-0,1-1", "bytes=-99999999999999999999"]),
        ("If-Match", ["*", "\"\"", "\"x\"", "W/\"x\", ,"]),
        ("If-None-Match", ["*", "\"x\"", ","]),
        ("If-Modified-Since", ["Thu, 01 Jan 1970 00:00:00 GMT", "never"]),
        ("Content-MD5", ["", "x", "1B2M2Y8AsgTpgAmY7PhCfg==", "%%%"]),
        ("x-amz-checksum-crc32", ["AAAAAA==", "x", ""]),
        ("x-amz-sdk-checksum-algorithm", ["CRC32", "SHA512", "FISH", ""]),
        ("x-amz-trailer", ["x-amz-checksum-crc32", "x-amz-checksum-fish", "x"]),
        ("x-amz-decoded-content-length", ["0", "5", "-1", "x", "99999999999999999999"]),
        ("x-amz-content-sha256", ["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "x"]),
        ("Content-Encoding", ["aws-chunked", "aws-chunked,gzip", "gzip", ""]),
        ("x-amz-copy-source", ["/", "a", "/a/b", "%", "/a/b?versionId=", "%FF%FE/x", "a/b/c?versionId=null"]),
        ("x-amz-copy-source-range", ["bytes=0-1", "bytes=", "x"]),
        ("x-amz-metadata-directive", ["REPLACE", "x"]),
        ("x-amz-tagging", ["a=b", "a=b&a=c", "%FF", "=", "&&&"]),
        ("x-amz-storage-class", ["GLACIER", "x"]),
        ("x-amz-acl", ["public-read", "x"]),
        ("x-amz-grant-read", ["id=1", "uri=", "x"]),
        ("x-amz-object-lock-mode", ["GOVERNANCE", "x"]),
        ("x-amz-object-lock-retain-until-date", ["2099-01-01T00:00:00Z", "x"]),
        ("x-amz-object-lock-legal-hold", ["ON", "x"]),
        ("x-amz-meta-a", ["x", "=?UTF-8?B?%%?="]),
        ("x-amz-object-attributes", ["ETag", "x,,", ""]),
        ("x-amz-server-side-encryption", ["AES256", "aws:kms", "x"]),
        ("x-amz-server-side-encryption-customer-algorithm", ["AES256", "x"]),
        ("x-amz-expected-bucket-owner", ["000000000000", "x"]),
        ("x-amz-mp-object-size", ["-1", "x"]),
        ("x-amz-website-redirect-location", ["/a", "x"]),
        ("Expires", ["x", "0"]),
        ("Content-Type", ["multipart/form-data; boundary=b", "application/xml", "x"]),
    ];

    private static readonly string[] s_bodies =
    [
        "",
        "x",
        "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
        "<Delete><Quiet>true</Quiet><Object><Key>a</Key><VersionId>null</VersionId></Object><Object><Key>b</Key></Object></Delete>",
        "<LifecycleConfiguration><Rule><ID>a</ID><Status>Enabled</Status><Filter><And><Prefix>a</Prefix><Tag><Key>a</Key><Value>b</Value></Tag></And></Filter><Expiration><Days>1</Days></Expiration><Transition><Days>0</Days><StorageClass>GLACIER</StorageClass></Transition></Rule></LifecycleConfiguration>",
        "<ReplicationConfiguration><Role>arn:aws:iam::000000000000:role/r</Role><Rule><Status>Enabled</Status><Priority>1</Priority><Filter><Prefix></Prefix></Filter><DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication><Destination><Bucket>arn:aws:s3:::b</Bucket></Destination></Rule></ReplicationConfiguration>",
        "<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Disabled</MfaDelete></VersioningConfiguration>",
        "<NotificationConfiguration><QueueConfiguration><Id>a</Id><Queue>arn:aws:sqs:us-east-1:000000000000:q</Queue><Event>s3:ObjectCreated:*</Event><Filter><S3Key><FilterRule><Name>prefix</Name><Value>a</Value></FilterRule></S3Key></Filter></QueueConfiguration></NotificationConfiguration>",
        "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>",
        "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>GOVERNANCE</Mode><Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>",
        "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2099-01-01T00:00:00Z</RetainUntilDate></Retention>",
        "<LegalHold><Status>ON</Status></LegalHold>",
        "<RestoreRequest><Days>1</Days><GlacierJobParameters><Tier>Bulk</Tier></GlacierJobParameters></RestoreRequest>",
        "<SelectObjectContentRequest><Expression>SELECT * FROM S3Object s WHERE s._1 = 'a'</Expression><ExpressionType>SQL</ExpressionType><InputSerialization><CSV/></InputSerialization><OutputSerialization><JSON/></OutputSerialization></SelectObjectContentRequest>",
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>",
        "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>",
        "<AccessControlPolicy><Owner><ID>x</ID></Owner><AccessControlList><Grant><Grantee><ID>x</ID></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>",
        "<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument></WebsiteConfiguration>",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}",
        "5;chunk-signature=0000000000000000000000000000000000000000000000000000000000000000\r\nhello\r\n0;chunk-signature=0000000000000000000000000000000000000000000000000000000000000000\r\n\r\n",
        "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nhello\r\n--b--\r\n",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static int Inputs => int.TryParse(Environment.GetEnvironmentVariable("UNKAI_FUZZ_INPUTS"), CultureInfo.InvariantCulture, out var inputs) ? inputs : InputsByDefault;

    [Fact]
    public async Task No_request_brings_a_500()
    {
        var bucket = await cloud.VersionedBucketAsync();
        var failures = new ConcurrentBag<string>();

        await Parallel.ForAsync(0, Inputs, new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = Cancellation }, async (number, cancellation) =>
        {
            var chance = new Chance((ulong)number);
            using var request = Request(bucket, ref chance, out var shown);
            using var answer = await cloud.Http.SendAsync(request, cancellation);
            var body = await answer.Content.ReadAsStringAsync(cancellation);
            if ((int)answer.StatusCode == 500)
            {
                failures.Add($"{number}: {shown}\n{body}");
            }
        });

        Assert.True(failures.IsEmpty, string.Join("\n\n", failures.Order(StringComparer.Ordinal).Take(5)));
        using var alive = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, "/"), Cancellation);
        Assert.Equal(200, (int)alive.StatusCode);
    }

    private HttpRequestMessage Request(string bucket, ref Chance chance, out string shown)
    {
        var path = chance.Of(6) switch { 0 => $"/{bucket}-{chance.Of(4)}", 1 or 2 => $"/{bucket}", 3 => $"/{bucket}/a", 4 => $"/{bucket}/a/{chance.Of(3)}", _ => $"/{bucket}/%2F+%20..{chance.Of(3)}" };
        var method = s_methods[chance.Of(s_methods.Length)];
        var target = path + s_queries[chance.Of(s_queries.Length)];
        var body = Damaged(Encoding.UTF8.GetBytes(s_bodies[chance.Of(s_bodies.Length)]), ref chance);
        var request = cloud.Request(new HttpMethod(method), target, method is "GET" or "HEAD" ? null : new ByteArrayContent(body));
        var headers = new StringBuilder();
        for (var i = chance.Of(4); i > 0; i--)
        {
            var (name, values) = s_headers[chance.Of(s_headers.Length)];
            var value = values[chance.Of(values.Length)];
            headers.Append(name).Append(": ").Append(value).Append('\n');
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        // Several operations take no body without a digest: most have the right one.
        if (request.Content is { Headers.ContentMD5: null } content && chance.Of(8) != 0)
        {
            content.Headers.TryAddWithoutValidation("Content-MD5", Convert.ToBase64String(System.Security.Cryptography.MD5.HashData(body)));
        }

        shown = $"{method} {target}\n{headers}\n{Encoding.UTF8.GetString(body)}";
        return request;
    }

    private static byte[] Damaged(byte[] bytes, ref Chance chance)
    {
        var damaged = bytes.ToList();
        for (var i = chance.Of(4); i > 0 && damaged.Count > 0; i--)
        {
            var at = chance.Of(damaged.Count);
            switch (chance.Of(5))
            {
                case 0: damaged[at] = (byte)chance.Of(256); break;
                case 1: damaged.RemoveRange(at, Math.Min(chance.Of(20), damaged.Count - at)); break;
                case 2: damaged.InsertRange(at, damaged.GetRange(at, Math.Min(chance.Of(60), damaged.Count - at))); break;
                case 3: damaged.InsertRange(at, "-9999999999"u8.ToArray()); break;
                default: damaged.RemoveRange(at, damaged.Count - at); break;
            }
        }

        return [.. damaged];
    }

    /// <summary>The same draws for the same number (SplitMix64).</summary>
    private struct Chance(ulong seed)
    {
        private ulong _state = seed * 0x9E3779B97F4A7C15;

        internal int Of(int count)
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)count);
        }
    }
}
