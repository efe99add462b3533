using Amazon.Runtime;
using Amazon.S3;
using Unkai.PostgresCluster;
using Unkai.Server;
using Unkai.Testing;

[assembly: AssemblyFixture(typeof(Unkai.S3.Tests.S3Cloud))]

namespace Unkai.S3.Tests;

/// <summary>One cloud for all tests that do not turn its clock; each test has buckets of its own.</summary>
public sealed class S3Cloud : IAsyncLifetime
{
    private static int s_bucketNumber;

    private readonly UnkaiFixture _worlds = new();
    private UnkaiServer? _server;
    private AmazonS3Client? _client;
    private HttpClient? _http;

    public UnkaiServer Server => _server!;

    public AmazonS3Client Client => _client!;

    /// <summary>Follows no redirects and adds no headers of its own.</summary>
    public HttpClient Http => _http!;

    public static async Task<UnkaiServer> StartAsync(Func<UnkaiServerOptions, UnkaiServerOptions>? options = null)
    {
        var chosen = new UnkaiServerOptions { Port = 0 };
        chosen = options is null ? chosen : options(chosen);
        if (chosen.DataDirectory is null)
        {
            chosen = chosen with { Database = await ChosenStore.DatabaseAsync() };
        }

        return await UnkaiServer.StartAsync(chosen, TestContext.Current.CancellationToken);
    }

    public static AmazonS3Client ClientOf(UnkaiServer server, AWSCredentials? credentials = null, Action<AmazonS3Config>? configure = null)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = server.Address.ToString(),
            AuthenticationRegion = "us-east-1",
            ForcePathStyle = true,
            MaxErrorRetry = 0,
        };
        configure?.Invoke(config);
        return new AmazonS3Client(credentials ?? new BasicAWSCredentials("test", "test"), config);
    }

    public static string NewBucketName() => $"bucket-{Interlocked.Increment(ref s_bucketNumber)}";

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync();
        _client = ClientOf(_server);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        _client?.Dispose();
        await _worlds.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>A world of its own for a test that turns the clock, without a port.</summary>
    public Task<UnkaiWorld> ForkAsync() => _worlds.ForkAsync(TestContext.Current.CancellationToken);

    /// <summary>A new bucket.</summary>
    public async Task<string> BucketAsync()
    {
        var name = NewBucketName();
        await Client.PutBucketAsync(name, TestContext.Current.CancellationToken);
        return name;
    }

    /// <summary>A new bucket whose lists count and which nothing keeps from the public.</summary>
    public async Task<string> OpenBucketAsync(string ownership = "ObjectWriter", Amazon.S3.S3CannedACL? acl = null)
    {
        var name = NewBucketName();
        await Client.PutBucketAsync(new Amazon.S3.Model.PutBucketRequest { BucketName = name, ObjectOwnership = ownership }, TestContext.Current.CancellationToken);
        await Client.DeletePublicAccessBlockAsync(new Amazon.S3.Model.DeletePublicAccessBlockRequest { BucketName = name }, TestContext.Current.CancellationToken);
        if (acl is not null)
        {
            await Client.PutBucketAclAsync(new Amazon.S3.Model.PutBucketAclRequest { BucketName = name, ACL = acl }, TestContext.Current.CancellationToken);
        }

        return name;
    }

    /// <summary>A new bucket with versions.</summary>
    public async Task<string> VersionedBucketAsync()
    {
        var name = await BucketAsync();
        await SetVersioningAsync(name, "Enabled");
        return name;
    }

    public Task SetVersioningAsync(string bucket, string status) => Client.PutBucketVersioningAsync(
        new Amazon.S3.Model.PutBucketVersioningRequest { BucketName = bucket, VersioningConfig = new Amazon.S3.Model.S3BucketVersioningConfig { Status = status } },
        TestContext.Current.CancellationToken);

    public Task<Amazon.S3.Model.PutObjectResponse> PutAsync(string bucket, string key, string content) => Client.PutObjectAsync(
        new Amazon.S3.Model.PutObjectRequest { BucketName = bucket, Key = key, ContentBody = content }, TestContext.Current.CancellationToken);

    public async Task<string> GetAsync(string bucket, string key, string? versionId = null)
    {
        using var found = await Client.GetObjectAsync(new Amazon.S3.Model.GetObjectRequest { BucketName = bucket, Key = key, VersionId = versionId }, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(found.ResponseStream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A request as any client may make it, signed by a development key.</summary>
    public HttpRequestMessage Request(HttpMethod method, string pathAndQuery, HttpContent? content = null) => RequestTo(Server, method, pathAndQuery, content);

    public static HttpRequestMessage RequestTo(UnkaiServer server, HttpMethod method, string pathAndQuery, HttpContent? content = null, string service = "s3")
    {
        // The Uri is built so that the path travels as it is written.
        var request = new HttpRequestMessage(method, new Uri(server.Address.GetLeftPart(UriPartial.Authority) + pathAndQuery, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })) { Content = content };
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}");
        request.Headers.TryAddWithoutValidation("x-amz-date", "20260101T000000Z");
        if (content is StringContent { Headers.ContentMD5: null } && pathAndQuery.Contains('?', StringComparison.Ordinal))
        {
            content.Headers.ContentMD5 = System.Security.Cryptography.MD5.HashData(content.ReadAsStream());
        }

        return request;
    }
}
