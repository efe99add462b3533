using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Unkai.Server;
using Unkai.Wire.Signing;

namespace Unkai.S3.Tests;

public sealed class AuthenticationTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_issued_key_is_verified_to_the_bit()
    {
        var key = await IamAccount.NewUserKeyAsync(cloud.Server);
        var bucket = await cloud.BucketAsync();
        using var right = S3Cloud.ClientOf(cloud.Server, new BasicAWSCredentials(key.Id, key.Secret));
        using var wrong = S3Cloud.ClientOf(cloud.Server, new BasicAWSCredentials(key.Id, key.Secret[..^1] + (key.Secret[^1] == 'a' ? 'b' : 'a')));

        await right.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "a film+é~(1)*.mp4", ContentBody = "x" }, Cancellation);
        await right.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = "a +*é", Delimiter = "/" }, Cancellation);
        using var got = await right.GetObjectAsync(bucket, "a film+é~(1)*.mp4", Cancellation);

        await Refused.WithAsync("SignatureDoesNotMatch", HttpStatusCode.Forbidden, () => wrong.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation));
    }

    [Fact]
    public async Task A_deactivated_key_is_refused()
    {
        var key = await IamAccount.NewUserKeyAsync(cloud.Server);
        using var client = S3Cloud.ClientOf(cloud.Server, new BasicAWSCredentials(key.Id, key.Secret));
        await client.ListBucketsAsync(Cancellation);

        await IamAccount.AskAsync(cloud.Server, "iam", "UpdateAccessKey", ("UserName", key.User), ("AccessKeyId", key.Id), ("Status", "Inactive"));

        await Refused.WithAsync("InvalidAccessKeyId", HttpStatusCode.Forbidden, () => client.ListBucketsAsync(Cancellation));
    }

    [Fact]
    public async Task A_body_other_than_the_signed_one_is_refused_and_not_stored()
    {
        var key = await IamAccount.NewUserKeyAsync(cloud.Server);
        var bucket = await cloud.BucketAsync();
        using var client = S3Cloud.ClientOf(cloud.Server, new BasicAWSCredentials(key.Id, key.Secret), config => config.HttpClientFactory = new TamperingFactory());

        await Refused.WithAsync("XAmzContentSHA256Mismatch", HttpStatusCode.BadRequest, () => client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "signed", UseChunkEncoding = false }, Cancellation));
        await Refused.WithAsync("SignatureDoesNotMatch", HttpStatusCode.Forbidden, () => client.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = "film", ContentBody = "signed" }, Cancellation));

        Assert.Equal(0, (await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).KeyCount);
    }

    [Fact]
    public async Task A_session_needs_its_token_and_ends()
    {
        await using var server = await S3Cloud.StartAsync();
        using var sts = new AmazonSecurityTokenServiceClient(
            new BasicAWSCredentials("test", "test"), new AmazonSecurityTokenServiceConfig { ServiceURL = server.Address.ToString(), AuthenticationRegion = "us-east-1" });
        await IamAccount.AskAsync(server, "iam", "CreateRole", ("RoleName", "editor"), ("AssumeRolePolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}"""));
        var assumed = await sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = "arn:aws:iam::000000000000:role/editor", RoleSessionName = "ozu", DurationSeconds = 900 }, Cancellation);
        var session = assumed.Credentials;

        using var withToken = S3Cloud.ClientOf(server, new SessionAWSCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken));
        using var wrongToken = S3Cloud.ClientOf(server, new SessionAWSCredentials(session.AccessKeyId, session.SecretAccessKey, "x" + session.SessionToken));
        using var noToken = S3Cloud.ClientOf(server, new BasicAWSCredentials(session.AccessKeyId, session.SecretAccessKey));
        await withToken.ListBucketsAsync(Cancellation);
        var url = withToken.GetPreSignedURL(new GetPreSignedUrlRequest { BucketName = "films", Key = "film", Expires = DateTime.UtcNow.AddHours(1), Protocol = Protocol.HTTP });

        await Refused.WithAsync("InvalidToken", HttpStatusCode.BadRequest, () => wrongToken.ListBucketsAsync(Cancellation));
        await Refused.WithAsync("InvalidToken", HttpStatusCode.BadRequest, () => noToken.ListBucketsAsync(Cancellation));
        using var presigned = await cloud.Http.GetAsync(new Uri(url), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, presigned.StatusCode);

        server.World.Clock.Set(DateTimeOffset.UtcNow.AddMinutes(16), 1);
        await Refused.WithAsync("ExpiredToken", HttpStatusCode.BadRequest, () => withToken.ListBucketsAsync(Cancellation));
    }

    [Fact]
    public async Task A_strict_cloud_accepts_issued_keys_only_and_remembers_them()
    {
        var directory = Directory.CreateTempSubdirectory("unkai-test-").FullName;
        try
        {
            (string Id, string Secret, string User) key;
            await using (var first = await S3Cloud.StartAsync(options => options with { DataDirectory = directory }))
            {
                key = await IamAccount.NewUserKeyAsync(first);
            }

            await using var strict = await S3Cloud.StartAsync(options => options with { DataDirectory = directory, Authentication = AuthenticationMode.Strict });
            using var known = S3Cloud.ClientOf(strict, new BasicAWSCredentials(key.Id, key.Secret));
            using var unknown = S3Cloud.ClientOf(strict);
            using var foreign = S3Cloud.ClientOf(strict, new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "x"));

            await known.PutBucketAsync("films", Cancellation);
            await known.PutObjectAsync(new PutObjectRequest { BucketName = "films", Key = "film", ContentBody = "x" }, Cancellation);
            await Refused.WithAsync("InvalidAccessKeyId", HttpStatusCode.Forbidden, () => unknown.ListBucketsAsync(Cancellation));
            await Refused.WithAsync("InvalidAccessKeyId", HttpStatusCode.Forbidden, () => foreign.ListBucketsAsync(Cancellation));
            using var anonymous = await cloud.Http.GetAsync(new Uri(strict.Address, "/films/film"), Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, anonymous.StatusCode);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task A_signature_from_another_time_is_refused()
    {
        var key = await IamAccount.NewUserKeyAsync(cloud.Server);
        var request = new HttpRequestMessage(HttpMethod.Get, cloud.Server.Address);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={key.Id}/20200101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}");
        request.Headers.TryAddWithoutValidation("x-amz-date", "20200101T000000Z");

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("<Code>RequestTimeTooSkewed</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bearer x")]
    [InlineData("AWS4-HMAC-SHA256")]
    [InlineData("AWS4-HMAC-SHA256 Credential=x")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/b/c/s3/e, SignedHeaders=host, Signature=x")]
    [InlineData("AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x")]
    [InlineData("AWS x")]
    [InlineData("AWS :")]
    [InlineData("Basic dGVzdDp0ZXN0")]
    public async Task A_malformed_authorization_is_refused(string authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, cloud.Server.Address);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.InRange((int)answer.StatusCode, 400, 403);
    }

    /// <summary>Changes the bytes of bodies on their way.</summary>
    private sealed class TamperingFactory : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new TamperingHandler());

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }

    private sealed class TamperingHandler() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Content!.Headers.ToList();
            var text = await request.Content.ReadAsStringAsync(cancellationToken);
            request.Content = new StringContent(text.Replace("signed", "forged", StringComparison.Ordinal));
            request.Content.Headers.Clear();
            headers.ForEach(header => request.Content.Headers.TryAddWithoutValidation(header.Key, header.Value));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
