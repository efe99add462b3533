using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Unkai.Cloud.Authorization;
using Unkai.Server;

namespace Unkai.S3.Tests;

/// <summary>A cloud that enforces policies.</summary>
public sealed class AuthorizationTests : IAsyncLifetime
{
    private UnkaiServer? _server;
    private AmazonS3Client? _root;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AmazonS3Client Root => _root!;

    public async ValueTask InitializeAsync()
    {
        _server = await S3Cloud.StartAsync(options => options with { Authorization = AuthorizationMode.Enforce });
        _root = S3Cloud.ClientOf(_server);
        await Root.PutBucketAsync("films", Cancellation);
        await PutAsync(Root, "open/a");
        await PutAsync(Root, "closed/a");
    }

    public async ValueTask DisposeAsync()
    {
        Root.Dispose();
        await _server!.DisposeAsync();
    }

    private static Task<PutObjectResponse> PutAsync(AmazonS3Client client, string key) =>
        client.PutObjectAsync(new PutObjectRequest { BucketName = "films", Key = key, ContentBody = "x" }, Cancellation);

    private static string Policy(string effect, string action, string resource, string more = "") =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}","Action":"{{action}}","Resource":"{{resource}}"{{more}}}]}""";

    private async Task<AmazonS3Client> UserAsync(params string[] policies)
    {
        var key = await IamAccount.NewUserKeyAsync(_server!, policies);
        return S3Cloud.ClientOf(_server!, new BasicAWSCredentials(key.Id, key.Secret));
    }

    private static Task<AmazonS3Exception> DeniedAsync(Func<Task> call) => Refused.WithAsync("AccessDenied", HttpStatusCode.Forbidden, call);

    [Fact]
    public async Task A_user_without_policies_may_do_nothing_and_is_told_what()
    {
        using var user = await UserAsync();

        var denied = await DeniedAsync(() => user.GetObjectAsync("films", "open/a", Cancellation));

        Assert.Matches(
            "^User: arn:aws:iam::000000000000:user/user-\\d+ is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::films/open/a\" because no identity-based policy allows the s3:GetObject action$",
            denied.Message);
        await DeniedAsync(() => user.ListBucketsAsync(Cancellation));
        await DeniedAsync(() => user.PutBucketAsync("others", Cancellation));
    }

    [Fact]
    public async Task An_allowed_prefix_is_open_and_the_rest_closed()
    {
        using var user = await UserAsync(Policy("Allow", "s3:*Object", "arn:aws:s3:::films/open/*"), Policy("Allow", "s3:ListBucket", "arn:aws:s3:::films", ""","Condition":{"StringLike":{"s3:prefix":"open/*"}}"""));

        await PutAsync(user, "open/b");
        using var got = await user.GetObjectAsync("films", "open/a", Cancellation);
        await user.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "films", Prefix = "open/" }, Cancellation);
        await user.DeleteObjectAsync("films", "open/b", Cancellation);

        await DeniedAsync(() => PutAsync(user, "closed/b"));
        await DeniedAsync(() => user.GetObjectAsync("films", "closed/a", Cancellation));
        await DeniedAsync(() => user.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "films" }, Cancellation));
        await DeniedAsync(() => user.CopyObjectAsync("films", "closed/a", "films", "open/c", Cancellation));
        await user.CopyObjectAsync("films", "open/a", "films", "open/c", Cancellation);
    }

    [Fact]
    public async Task A_denial_wins_over_what_is_allowed()
    {
        using var user = await UserAsync(Policy("Allow", "s3:*", "*"), Policy("Deny", "s3:GetObject", "arn:aws:s3:::films/closed/*"));

        using var got = await user.GetObjectAsync("films", "open/a", Cancellation);
        var denied = await DeniedAsync(() => user.GetObjectAsync("films", "closed/a", Cancellation));

        Assert.EndsWith("with an explicit deny in an identity-based policy", denied.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_of_a_bucket_lets_users_and_the_world_in()
    {
        using var user = await UserAsync();
        await Root.DeletePublicAccessBlockAsync(new DeletePublicAccessBlockRequest { BucketName = "films" }, Cancellation);
        await Root.PutBucketPolicyAsync("films", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::films/open/*"}]}""", Cancellation);
        using var anonymous = new HttpClient();

        using var got = await user.GetObjectAsync("films", "open/a", Cancellation);
        using var open = await anonymous.GetAsync(new Uri(_server!.Address, "/films/open/a"), Cancellation);
        using var closed = await anonymous.GetAsync(new Uri(_server!.Address, "/films/closed/a"), Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (open.StatusCode, closed.StatusCode));
        await DeniedAsync(() => user.GetObjectAsync("films", "closed/a", Cancellation));
    }

    [Fact]
    public async Task The_policy_of_a_bucket_can_shut_users_out()
    {
        using var user = await UserAsync(Policy("Allow", "s3:*", "*"));
        await Root.PutBucketPolicyAsync("films", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::films/*"}]}""", Cancellation);

        var denied = await DeniedAsync(() => user.DeleteObjectAsync("films", "open/a", Cancellation));

        Assert.EndsWith("with an explicit deny in a resource-based policy", denied.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_batch_only_what_is_denied_fails()
    {
        using var user = await UserAsync(Policy("Allow", "s3:DeleteObject", "arn:aws:s3:::films/open/*"));

        var failed = await Assert.ThrowsAsync<DeleteObjectsException>(() => user.DeleteObjectsAsync(
            new DeleteObjectsRequest { BucketName = "films", Objects = [new KeyVersion { Key = "open/a" }, new KeyVersion { Key = "closed/a" }] }, Cancellation));

        Assert.Equal("open/a", Assert.Single(failed.Response.DeletedObjects).Key);
        Assert.Equal(("closed/a", "AccessDenied"), (failed.Response.DeleteErrors[0].Key, failed.Response.DeleteErrors[0].Code));
    }

    [Fact]
    public async Task Who_may_not_list_a_bucket_does_not_learn_what_is_missing()
    {
        using var reader = await UserAsync(Policy("Allow", "s3:GetObject", "arn:aws:s3:::films/*"));
        using var lister = await UserAsync(Policy("Allow", "s3:GetObject", "arn:aws:s3:::films/*"), Policy("Allow", "s3:ListBucket", "arn:aws:s3:::films"));

        await DeniedAsync(() => reader.GetObjectAsync("films", "missing", Cancellation));
        await Refused.WithAsync("NoSuchKey", HttpStatusCode.NotFound, () => lister.GetObjectAsync("films", "missing", Cancellation));
    }

    [Fact]
    public async Task Another_account_needs_leave_from_both_sides()
    {
        using var stranger = S3Cloud.ClientOf(_server!, new BasicAWSCredentials("111122223333", "x"));
        await DeniedAsync(() => stranger.GetObjectAsync("films", "open/a", Cancellation));

        await Root.PutBucketPolicyAsync("films", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::films/open/*"}]}""", Cancellation);

        using var got = await stranger.GetObjectAsync("films", "open/a", Cancellation);
        await DeniedAsync(() => stranger.GetObjectAsync("films", "closed/a", Cancellation));
    }

    [Fact]
    public async Task Through_an_access_point_its_own_arn_counts_and_not_the_bucket_s()
    {
        using var http = new HttpClient();
        using var create = S3Cloud.RequestTo(_server!, HttpMethod.Put, "/v20180820/accesspoint/cutting-room", new StringContent("<CreateAccessPointRequest><Bucket>films</Bucket></CreateAccessPointRequest>"));
        create.Headers.TryAddWithoutValidation("x-amz-account-id", "000000000000");
        using var made = await http.SendAsync(create, Cancellation);
        var alias = IamAccount.Element(await made.Content.ReadAsStringAsync(Cancellation), "Alias");
        using var through = await UserAsync(Policy("Allow", "s3:GetObject", "arn:aws:s3:us-east-1:000000000000:accesspoint/cutting-room/object/open/*"));
        using var direct = await UserAsync(Policy("Allow", "s3:GetObject", "arn:aws:s3:::films/*"));

        using (var got = await through.GetObjectAsync(alias, "open/a", Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, got.HttpStatusCode);
        }

        await DeniedAsync(() => through.GetObjectAsync(alias, "closed/a", Cancellation));
        await DeniedAsync(() => through.GetObjectAsync("films", "open/a", Cancellation));
        var denied = await DeniedAsync(() => direct.GetObjectAsync(alias, "open/a", Cancellation));
        Assert.Contains("on resource: \"arn:aws:s3:us-east-1:000000000000:accesspoint/cutting-room/object/open/a\"", denied.Message, StringComparison.Ordinal);

        await Root.PutBucketPolicyAsync("films", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::films/*","Condition":{"StringEquals":{"s3:DataAccessPointAccount":"000000000000"}}}]}""", Cancellation);
        await DeniedAsync(() => through.GetObjectAsync(alias, "open/a", Cancellation));
        using var still = await direct.GetObjectAsync("films", "open/a", Cancellation);
    }
}
