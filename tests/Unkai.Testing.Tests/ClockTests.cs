using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken;

namespace Unkai.Testing.Tests;

/// <summary>Time, through AWS's own clients.</summary>
public sealed class ClockTests(SeededFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_presigned_url_made_before_an_advance_has_expired_after_it_and_one_made_after_it_has_not()
    {
        await using var world = await fixture.ForkAsync(Cancellation);
        using var s3 = world.Client<IAmazonS3>();
        using var http = world.CreateHttpClient();
        await world.Clock.FreezeAsync(cancellation: Cancellation);
        await world.Clock.WhenSigningIsClearAsync(Cancellation);
        var before = await PresignAsync(s3);
        Assert.Equal(200, await StatusAsync(http, before));

        await world.Clock.AdvanceAsync(TimeSpan.FromDays(15), Cancellation);
        Assert.Equal(403, await StatusAsync(http, before));

        await world.Clock.WhenSigningIsClearAsync(Cancellation);
        Assert.Equal(200, await StatusAsync(http, await PresignAsync(s3)));
    }

    [Fact]
    public async Task A_session_ends_after_its_time_and_not_before()
    {
        await using var world = await fixture.ForkAsync(Cancellation);
        await world.Clock.FreezeAsync(cancellation: Cancellation);
        using var http = world.CreateHttpClient();
        await http.CreateFunctionAsync("def handler(event, context):\n    return 1\n");
        using var sts = world.Client<IAmazonSecurityTokenService>();
        var assumed = await sts.AssumeRoleAsync(new() { RoleArn = "arn:aws:iam::000000000000:role/r", RoleSessionName = "me", DurationSeconds = 900 }, Cancellation);
        using var session = new AmazonS3Client(assumed.Credentials, world.Configure(new AmazonS3Config()));
        Assert.Equal(await world.Clock.NowAsync(Cancellation), assumed.Credentials.Expiration!.Value.AddMinutes(-15), TimeSpan.FromSeconds(1));

        await world.Clock.AdvanceAsync(TimeSpan.FromSeconds(898), Cancellation);
        await session.ListBucketsAsync(Cancellation);
        await world.Clock.AdvanceAsync(TimeSpan.FromSeconds(3), Cancellation);

        Assert.Equal("ExpiredToken", (await Assert.ThrowsAsync<AmazonS3Exception>(() => session.ListBucketsAsync(Cancellation))).ErrorCode);
    }

    [Fact]
    public async Task What_a_client_signs_stays_valid_on_any_clock()
    {
        await using var world = await fixture.ForkAsync(Cancellation);
        using var http = world.CreateHttpClient();
        await http.QueryAsync("iam", "Action=CreateUser&Version=2010-05-08&UserName=u");
        await world.Clock.FreezeAsync(new DateTimeOffset(1999, 12, 31, 23, 59, 59, TimeSpan.Zero), Cancellation);
        using var s3 = world.Client<IAmazonS3>();

        Assert.Single((await s3.ListBucketsAsync(Cancellation)).Buckets);
        await world.Clock.FreezeAsync(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero), Cancellation);
        Assert.Single((await s3.ListBucketsAsync(Cancellation)).Buckets);
        var put = await s3.PutBucketAsync("new", Cancellation);
        Assert.Equal(200, (int)put.HttpStatusCode);
        Assert.Equal(2099, (await s3.ListBucketsAsync(Cancellation)).Buckets.Single(bucket => bucket.BucketName == "new").CreationDate!.Value.Year);
    }

    [Fact]
    public async Task An_event_that_fails_is_retried_after_one_minute_and_two_in_real_milliseconds()
    {
        await using var world = await fixture.ForkAsync(Cancellation);
        await world.Clock.FreezeAsync(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), Cancellation);
        using var http = world.CreateHttpClient();
        await http.CreateFunctionAsync("def handler(event, context):\n    raise ValueError('no')\n");

        await http.LambdaAsync("/f/invocations", "{}", "Event");
        var settled = await world.Clock.SettleAsync(Cancellation);
        var advanced = await world.Clock.AdvanceAsync(TimeSpan.FromHours(1), Cancellation);

        Assert.Equal((1, 2), (settled.Invocations, advanced.Invocations));
        Assert.Equal([settled.Time.AddMinutes(1), settled.Time.AddMinutes(3)], advanced.Failures.Select(failure => failure.RanAt));
    }

    [Fact]
    public async Task A_message_is_delayed_hidden_and_forgotten_by_the_worlds_clock()
    {
        await using var world = await fixture.ForkAsync(Cancellation);
        await world.Clock.FreezeAsync(cancellation: Cancellation);
        using var http = world.CreateHttpClient();
        var queue = (string)(await http.SqsAsync("CreateQueue", new { QueueName = "q", Attributes = new { MessageRetentionPeriod = "1209600" } }))["QueueUrl"]!;
        await http.SqsAsync("SendMessage", new { QueueUrl = queue, MessageBody = "m", DelaySeconds = 900 });

        Assert.Equal(0, await ReceiveAsync());
        await world.Clock.AdvanceAsync(TimeSpan.FromMinutes(15), Cancellation);
        Assert.Equal(1, await ReceiveAsync());
        Assert.Equal(0, await ReceiveAsync());
        await world.Clock.AdvanceAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal(1, await ReceiveAsync());
        await world.Clock.AdvanceAsync(TimeSpan.FromDays(14), Cancellation);
        Assert.Equal(0, await ReceiveAsync());

        async Task<int> ReceiveAsync() => (await http.SqsAsync("ReceiveMessage", new { QueueUrl = queue }))["Messages"]?.AsArray().Count ?? 0;
    }

    private static Task<string> PresignAsync(IAmazonS3 s3) =>
        s3.GetPreSignedURLAsync(new GetPreSignedUrlRequest { BucketName = SeededFixture.Bucket, Key = "greeting", Expires = MachineClock.Instance.UtcNow.UtcDateTime.AddHours(1), Protocol = Protocol.HTTP });

    private static async Task<int> StatusAsync(HttpClient http, string url)
    {
        using var response = await http.GetAsync(new Uri(url), Cancellation);
        return (int)response.StatusCode;
    }
}
