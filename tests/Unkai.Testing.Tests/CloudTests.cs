using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken;

namespace Unkai.Testing.Tests;

/// <summary>A cloud in process, through AWS's own clients.</summary>
public sealed class CloudTests(SeededFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Objects_go_in_and_come_out_without_a_port()
    {
        await using var cloud = await UnkaiCloud.StartAsync(cancellation: Cancellation);
        using var s3 = cloud.Client<IAmazonS3>();
        var body = new byte[3 * 1024 * 1024];
        new SeededRandomSource(1, 1).Fill(body);

        await s3.PutBucketAsync("bucket", Cancellation);
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = "bucket", Key = "a/b c+d/é", InputStream = new MemoryStream(body) }, Cancellation);
        using var found = await s3.GetObjectAsync("bucket", "a/b c+d/é", Cancellation);
        using var copy = new MemoryStream();
        await found.ResponseStream.CopyToAsync(copy, Cancellation);

        Assert.Equal(body, copy.ToArray());
        var missing = await Assert.ThrowsAsync<NoSuchKeyException>(() => s3.GetObjectAsync("bucket", "nothing", Cancellation));
        Assert.Equal(404, (int)missing.StatusCode);
    }

    [Fact]
    public async Task Signatures_are_verified_in_process_as_they_are_over_a_wire()
    {
        await using var world = await fixture.ForkAsync(Cancellation);
        using var http = world.CreateHttpClient();
        await http.QueryAsync("iam", "Action=CreateUser&Version=2010-05-08&UserName=u");
        var made = await http.QueryAsync("iam", "Action=CreateAccessKey&Version=2010-05-08&UserName=u");
        var (key, secret) = (made.Text("AccessKeyId"), made.Text("SecretAccessKey"));
        using var good = new AmazonS3Client(new BasicAWSCredentials(key, secret), world.Configure(new AmazonS3Config()));
        using var bad = new AmazonS3Client(new BasicAWSCredentials(key, secret + "x"), world.Configure(new AmazonS3Config()));

        foreach (var name in (string[])["plain", "a b", "a+b", "a%20b", "é/ü", "x//y", "~*'()!", "a/../b"])
        {
            await good.PutObjectAsync(new PutObjectRequest { BucketName = SeededFixture.Bucket, Key = name, ContentBody = name }, Cancellation);
            using var found = await good.GetObjectAsync(SeededFixture.Bucket, name, Cancellation);
            Assert.Equal(name, await new StreamReader(found.ResponseStream).ReadToEndAsync(Cancellation));
        }

        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => bad.ListObjectsV2Async(new() { BucketName = SeededFixture.Bucket }, Cancellation));
        Assert.Equal("SignatureDoesNotMatch", refused.ErrorCode);
    }

    [Fact]
    public async Task A_fork_has_what_was_seeded_and_is_its_own()
    {
        await using var one = await fixture.ForkAsync(Cancellation);
        await using var other = await fixture.ForkAsync(Cancellation);
        using var s3 = one.Client<IAmazonS3>();
        using var there = other.Client<IAmazonS3>();

        await s3.DeleteObjectAsync(SeededFixture.Bucket, "greeting", Cancellation);

        Assert.Empty((await s3.ListObjectsV2Async(new() { BucketName = SeededFixture.Bucket }, Cancellation)).S3Objects ?? []);
        using var found = await there.GetObjectAsync(SeededFixture.Bucket, "greeting", Cancellation);
        Assert.Equal(5, found.ContentLength);
    }

    [Fact]
    public async Task A_world_that_is_disposed_of_is_gone()
    {
        await using var cloud = await UnkaiCloud.StartAsync(cancellation: Cancellation);
        var world = await cloud.ForkAsync(cancellation: Cancellation);
        await world.DisposeAsync();
        await world.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => world.Clock.NowAsync(Cancellation));
        Assert.Throws<ObjectDisposedException>(world.CreateHandler);
        await Assert.ThrowsAsync<Unkai.Storage.WorldNotFoundException>(() => world.ForkAsync(cancellation: Cancellation));
    }

    [Fact]
    public async Task Many_clouds_live_in_one_process()
    {
        var clouds = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => UnkaiCloud.StartAsync(cancellation: Cancellation)));
        try
        {
            foreach (var (index, cloud) in clouds.Index())
            {
                using var s3 = cloud.Client<IAmazonS3>();
                await s3.PutBucketAsync($"bucket-{index}", Cancellation);
                Assert.Equal([$"bucket-{index}"], (await s3.ListBucketsAsync(Cancellation)).Buckets.Select(bucket => bucket.BucketName));
            }
        }
        finally
        {
            foreach (var cloud in clouds)
            {
                await cloud.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task A_real_port_serves_all_worlds_by_their_keys()
    {
        await using var cloud = await UnkaiCloud.StartAsync(cancellation: Cancellation);
        await using var world = await cloud.ForkAsync(cancellation: Cancellation);
        using var inProcess = world.Client<IAmazonS3>();
        await inProcess.PutBucketAsync("there", Cancellation);

        var address = await cloud.ListenAsync(cancellation: Cancellation);
        Assert.Equal(address, await cloud.ListenAsync(cancellation: Cancellation));
        using var s3 = new AmazonS3Client(world.Credentials, new AmazonS3Config { ServiceURL = address.ToString(), AuthenticationRegion = "us-east-1", ForcePathStyle = true });

        Assert.Equal(["there"], (await s3.ListBucketsAsync(Cancellation)).Buckets.Select(bucket => bucket.BucketName));
        await inProcess.PutBucketAsync("still-in-process", Cancellation);
        using var ofDefault = cloud.Client<IAmazonS3>();
        Assert.Empty((await ofDefault.ListBucketsAsync(Cancellation)).Buckets ?? []);
    }

    [Fact]
    public async Task Seeded_forks_draw_the_same_ids()
    {
        await using var cloud = await UnkaiCloud.StartAsync(cancellation: Cancellation);
        await using var one = await cloud.ForkAsync(seed: 7, Cancellation);
        await using var other = await cloud.ForkAsync(seed: 7, Cancellation);

        Assert.Equal(await RequestIdAsync(one), await RequestIdAsync(other));

        static async Task<string> RequestIdAsync(UnkaiWorld world)
        {
            using var sts = world.Client<IAmazonSecurityTokenService>();
            return (await sts.GetCallerIdentityAsync(new(), Cancellation)).ResponseMetadata.RequestId;
        }
    }

    [Fact]
    public async Task Functions_run_and_reach_their_own_world()
    {
        await using var world = await fixture.ForkAsync(Cancellation);
        using var http = world.CreateHttpClient();
        await http.CreateFunctionAsync("""
            import os, urllib.request
            def handler(event, context):
                request = urllib.request.Request(os.environ['AWS_ENDPOINT_URL'] + '/seeded?list-type=2', None, {'X-Amz-Date': '20260101T000000Z',
                    'Authorization': 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=%s' % ('0' * 64)})
                return urllib.request.urlopen(request).read().decode()
            """);

        Assert.Contains("<Key>greeting</Key>", await http.LambdaAsync("/f/invocations", "{}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fork_with_a_queue_that_feeds_a_function_is_deleted_with_its_poller()
    {
        await using var cloud = await UnkaiCloud.StartAsync(cancellation: Cancellation);
        var world = await cloud.ForkAsync(cancellation: Cancellation);
        using var http = world.CreateHttpClient();
        await http.CreateFunctionAsync("def handler(event, context):\n    return {}\n");
        var queue = (string)(await http.SqsAsync("CreateQueue", new { QueueName = "q" }))["QueueUrl"]!;
        using var map = new HttpRequestMessage(HttpMethod.Post, "/2015-03-31/event-source-mappings")
        {
            Content = new StringContent("""{"EventSourceArn":"arn:aws:sqs:us-east-1:000000000000:q","FunctionName":"f"}"""),
        };
        map.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        map.Headers.Add("X-Amz-Date", "20260101T000000Z");
        using var mapped = await http.SendAsync(map, Cancellation);
        Assert.True(mapped.IsSuccessStatusCode);
        await world.Clock.FreezeAsync(cancellation: Cancellation);
        await http.SqsAsync("SendMessage", new { QueueUrl = queue, MessageBody = "m" });

        var settled = await world.Clock.SettleAsync(Cancellation);
        await world.DisposeAsync();

        Assert.Equal(1, settled.Invocations);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => world.Clock.NowAsync(Cancellation));
    }
}
