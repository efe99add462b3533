using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests.AccessControl;

/// <summary>Bucket policies of a cloud that leaves its own accounts' callers alone: strangers need a grant, and a denial binds everyone.</summary>
public sealed class BucketPolicyTests(S3Cloud cloud) : IDisposable
{
    private readonly AmazonS3Client _other = S3Cloud.ClientOf(cloud.Server, new BasicAWSCredentials("111122223333", "x"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _other.Dispose();

    private static Task<AmazonS3Exception> DeniedAsync(Func<Task> call) => Refused.WithAsync("AccessDenied", HttpStatusCode.Forbidden, call);

    private static Task<PutObjectResponse> PutAsync(AmazonS3Client client, string bucket, string key, Action<PutObjectRequest>? more = null)
    {
        var request = new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = "x" };
        more?.Invoke(request);
        return client.PutObjectAsync(request, Cancellation);
    }

    /// <summary>A bucket with statements; <c>~</c> stands for its ARN.</summary>
    private async Task<string> BucketAsync(params string[] statements)
    {
        var bucket = await cloud.OpenBucketAsync();
        await cloud.Client.PutBucketPolicyAsync(bucket, $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements).Replace("~", $"arn:aws:s3:::{bucket}", StringComparison.Ordinal)}}]}""", Cancellation);
        return bucket;
    }

    private static string Say(string effect, string action, string resource, string? condition = null, string principal = "\"Principal\":{\"AWS\":\"111122223333\"}") =>
        $$"""{"Effect":"{{effect}}",{{principal}},"Action":"{{action}}","Resource":"{{resource}}"{{(condition is null ? "" : $",\"Condition\":{condition}")}}}""";

    [Fact]
    public async Task A_user_or_role_that_is_not_there_is_no_principal()
    {
        var bucket = await cloud.OpenBucketAsync();
        await IamAccount.AskAsync(cloud.Server, "iam", "CreateUser", ("UserName", "policy-reader"), ("Path", "/films/"));

        foreach (var missing in (string[])["arn:aws:iam::000000000000:user/policy-reader", "arn:aws:iam::000000000000:role/policy-reader", "arn:aws:iam::111122223333:user/films/policy-reader"])
        {
            var refused = await Refused.WithAsync("MalformedPolicy", HttpStatusCode.BadRequest, () => cloud.Client.PutBucketPolicyAsync(bucket, PolicyFor(missing), Cancellation));
            Assert.Equal("Invalid principal in policy", refused.Message);
        }

        await cloud.Client.PutBucketPolicyAsync(bucket, PolicyFor("arn:aws:iam::000000000000:user/films/policy-reader"), Cancellation);
        await cloud.Client.PutBucketPolicyAsync(bucket, PolicyFor("arn:aws:iam::111122223333:root"), Cancellation);

        string PolicyFor(string principal) =>
            $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["{{principal}}"]},"Action":"s3:GetObject","Resource":"arn:aws:s3:::{{bucket}}/*"}]}""";
    }

    [Theory]
    [InlineData("""{"Version":"2012-10-17"}""", "Missing required field Statement")]
    [InlineData("""{"Statement":[{"Effect":"Maybe","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::~/*"}]}""", "Invalid effect: Maybe")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Resource":"arn:aws:s3:::~/*"}]}""", "Missing required field Action")]
    public async Task A_policy_that_cannot_be_is_told_in_S3s_words(string policy, string message)
    {
        var bucket = await cloud.OpenBucketAsync();

        var refused = await Refused.WithAsync(
            "MalformedPolicy", HttpStatusCode.BadRequest, () => cloud.Client.PutBucketPolicyAsync(bucket, policy.Replace("~", bucket, StringComparison.Ordinal), Cancellation));

        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public async Task Listing_is_bound_by_prefix_delimiter_and_page_size()
    {
        var bucket = await BucketAsync(Say("Allow", "s3:ListBucket", "~", """{"StringLike":{"s3:prefix":"open/*"},"StringEquals":{"s3:delimiter":"/"},"NumericLessThanEquals":{"s3:max-keys":"10"}}"""));

        await _other.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = "open/", Delimiter = "/", MaxKeys = 10 }, Cancellation);

        await DeniedAsync(() => _other.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = "open/", Delimiter = "/", MaxKeys = 11 }, Cancellation));
        await DeniedAsync(() => _other.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = "open/", MaxKeys = 10 }, Cancellation));
        await DeniedAsync(() => _other.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Delimiter = "/", MaxKeys = 10 }, Cancellation));
    }

    [Fact]
    public async Task What_is_not_encrypted_as_wanted_is_denied_to_the_owner_too()
    {
        var bucket = await BucketAsync(Say("Deny", "s3:PutObject", "~/*", """{"StringNotEquals":{"s3:x-amz-server-side-encryption":"AES256"}}""", "\"Principal\":\"*\""));

        await DeniedAsync(() => PutAsync(cloud.Client, bucket, "a"));
        await PutAsync(cloud.Client, bucket, "a", put => put.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AES256);
    }

    [Fact]
    public async Task Tags_of_the_object_and_of_the_request_count()
    {
        var bucket = await BucketAsync(
            Say("Allow", "s3:GetObject", "~/*", """{"StringEquals":{"s3:ExistingObjectTag/security":"public"}}"""),
            Say("Allow", "s3:PutObject*", "~/*", """{"StringEquals":{"s3:RequestObjectTag/security":"public"},"ForAllValues:StringEquals":{"s3:RequestObjectTagKeys":["security"]}}"""));
        await PutAsync(cloud.Client, bucket, "open", put => put.TagSet = [new Tag { Key = "security", Value = "public" }]);
        await PutAsync(cloud.Client, bucket, "closed", put => put.TagSet = [new Tag { Key = "security", Value = "private" }]);

        using (var got = await _other.GetObjectAsync(bucket, "open", Cancellation))
        {
            await DeniedAsync(() => _other.GetObjectAsync(bucket, "closed", Cancellation));
        }

        await PutAsync(_other, bucket, "b", put => put.TagSet = [new Tag { Key = "security", Value = "public" }]);
        await DeniedAsync(() => PutAsync(_other, bucket, "b"));
        await DeniedAsync(() => PutAsync(_other, bucket, "b", put => put.TagSet = [new Tag { Key = "security", Value = "public" }, new Tag { Key = "team", Value = "x" }]));
    }

    [Fact]
    public async Task A_list_and_a_class_can_be_demanded()
    {
        var bucket = await BucketAsync(
            Say("Allow", "s3:PutObject", "~/*"),
            Say("Deny", "s3:PutObject", "~/*", """{"StringLike":{"s3:x-amz-acl":"public*"}}"""),
            Say("Deny", "s3:PutObject", "~/*", """{"StringEquals":{"s3:x-amz-storage-class":"STANDARD_IA"}}"""));

        await PutAsync(_other, bucket, "a");
        await DeniedAsync(() => PutAsync(_other, bucket, "a", put => put.CannedACL = S3CannedACL.PublicRead));
        await DeniedAsync(() => PutAsync(_other, bucket, "a", put => put.StorageClass = S3StorageClass.StandardInfrequentAccess));
    }

    [Fact]
    public async Task Copies_are_bound_by_source_and_directive()
    {
        var source = await BucketAsync(Say("Allow", "s3:GetObject", "~/*"));
        await PutAsync(cloud.Client, source, "public/a");
        await PutAsync(cloud.Client, source, "private/a");
        var bucket = await BucketAsync(Say("Allow", "s3:PutObject", "~/*", $$$"""{"StringLike":{"s3:x-amz-copy-source":"*{{{source}}}/public/*"},"StringEqualsIfExists":{"s3:x-amz-metadata-directive":"COPY"}}"""));

        await _other.CopyObjectAsync(source, "public/a", bucket, "a", Cancellation);

        await DeniedAsync(() => _other.CopyObjectAsync(source, "private/a", bucket, "a", Cancellation));
        await DeniedAsync(() => _other.CopyObjectAsync(new CopyObjectRequest { SourceBucket = source, SourceKey = "public/a", DestinationBucket = bucket, DestinationKey = "a", MetadataDirective = S3MetadataDirective.REPLACE }, Cancellation));
        await DeniedAsync(() => PutAsync(_other, bucket, "b"));
    }

    [Fact]
    public async Task Referer_agent_and_address_count()
    {
        var bucket = await BucketAsync(
            Say("Allow", "s3:GetObject", "~/*", """{"StringLike":{"aws:Referer":"https://films.example/*"},"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}}""", "\"Principal\":\"*\""),
            Say("Deny", "s3:GetObject", "~/*", """{"StringLike":{"aws:UserAgent":"bad*"}}""", "\"Principal\":\"*\""));
        await PutAsync(cloud.Client, bucket, "a");

        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(null, null));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("https://films.example/page", null));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync("https://films.example/page", "bad/1.0"));

        async Task<HttpStatusCode> GetAsync(string? referer, string? agent)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/{bucket}/a");
            request.Headers.TryAddWithoutValidation("Referer", referer);
            request.Headers.TryAddWithoutValidation("User-Agent", agent ?? "test");
            using var answer = await cloud.Http.SendAsync(request, Cancellation);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Everyone_but_those_named_and_everything_but_what_is_named()
    {
        var bucket = await BucketAsync(
            """{"Effect":"Allow","Principal":"*","NotAction":["s3:PutObject","s3:DeleteObject"],"Resource":["~","~/*"]}""",
            """{"Effect":"Deny","NotPrincipal":{"AWS":["arn:aws:iam::000000000000:root","111122223333"]},"Action":"s3:*","Resource":["~","~/*"]}""",
            """{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","NotResource":"~/open/*"}""");
        await PutAsync(cloud.Client, bucket, "open/a");
        await PutAsync(cloud.Client, bucket, "closed/a");
        using var third = S3Cloud.ClientOf(cloud.Server, new BasicAWSCredentials("444455556666", "x"));

        using var got = await _other.GetObjectAsync(bucket, "open/a", Cancellation);
        await DeniedAsync(() => _other.GetObjectAsync(bucket, "closed/a", Cancellation));
        await DeniedAsync(() => PutAsync(_other, bucket, "open/b"));
        await DeniedAsync(() => third.GetObjectAsync(bucket, "open/a", Cancellation));
    }

    [Fact]
    public async Task The_owner_can_always_mend_its_policy()
    {
        var bucket = await BucketAsync(Say("Deny", "s3:*", "~", null, "\"Principal\":\"*\""));

        await DeniedAsync(() => cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation));
        await cloud.Client.GetBucketPolicyAsync(bucket, Cancellation);
        await cloud.Client.DeleteBucketPolicyAsync(bucket, Cancellation);
        await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation);
    }

    [Fact]
    public async Task A_policy_that_wants_TLS_does_not_shut_a_development_cloud()
    {
        var bucket = await BucketAsync(Say("Deny", "s3:*", "~/*", """{"Bool":{"aws:SecureTransport":"false"}}""", "\"Principal\":\"*\""));

        await PutAsync(cloud.Client, bucket, "a");
    }

    [Theory]
    [InlineData("[]", "Policies must be valid JSON and the first byte must be '{'")]
    [InlineData("{", "This policy contains invalid Json")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::elsewhere/*"}]}""", "Policy has invalid resource")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"arn:aws:s3:::~/*"}]}""", "Policy has invalid action")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"nobody"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::~/*"}]}""", "Invalid principal in policy")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}]}""", "Missing required field Resource")]
    public async Task A_policy_that_cannot_be_meant_is_malformed(string policy, string message)
    {
        var bucket = await cloud.BucketAsync();

        var refused = await Refused.WithAsync("MalformedPolicy", HttpStatusCode.BadRequest, () => cloud.Client.PutBucketPolicyAsync(bucket, policy.Replace("~", bucket, StringComparison.Ordinal), Cancellation));

        Assert.Equal(message, refused.Message);
    }

    [Theory]
    [InlineData("\"Principal\":\"*\"", null, true)]
    [InlineData("\"Principal\":{\"AWS\":\"*\"}", null, true)]
    [InlineData("\"Principal\":{\"AWS\":\"111122223333\"}", null, false)]
    [InlineData("\"Principal\":\"*\"", """{"IpAddress":{"aws:SourceIp":"10.0.0.0/16"}}""", false)]
    [InlineData("\"Principal\":\"*\"", """{"IpAddress":{"aws:SourceIp":"0.0.0.0/1"}}""", true)]
    [InlineData("\"Principal\":\"*\"", """{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}""", false)]
    [InlineData("\"Principal\":\"*\"", """{"StringLike":{"aws:SourceVpc":"vpc-*"}}""", true)]
    [InlineData("\"Principal\":\"*\"", """{"StringEquals":{"aws:Referer":"https://x"}}""", true)]
    public async Task What_is_public_is_what_AWS_calls_so(string principal, string? condition, bool isPublic)
    {
        var bucket = await BucketAsync(Say("Allow", "s3:GetObject", "~/*", condition, principal));

        Assert.Equal(isPublic, (await cloud.Client.GetBucketPolicyStatusAsync(new GetBucketPolicyStatusRequest { BucketName = bucket }, Cancellation)).PolicyStatus.IsPublic);
    }

    [Theory]
    [InlineData("s3:GetFilm", "~/*", null, "Policy has invalid action")]
    [InlineData("s3:GetObject", "~", null, "Action does not apply to any resource(s) in statement")]
    [InlineData("s3:ListBucket", "~/*", null, "Action does not apply to any resource(s) in statement")]
    [InlineData("s3:GetObject", "~/*", """{"StringEquals":{"s3:fish":"x"}}""", "Policy has an invalid condition key")]
    public async Task A_policy_that_can_mean_nothing_is_refused(string action, string resource, string? condition, string message)
    {
        var bucket = await cloud.BucketAsync();
        var policy = $$"""{"Version":"2012-10-17","Statement":[{{Say("Allow", action, resource, condition).Replace("~", $"arn:aws:s3:::{bucket}", StringComparison.Ordinal)}}]}""";

        var refused = await Refused.WithAsync("MalformedPolicy", HttpStatusCode.BadRequest, () => cloud.Client.PutBucketPolicyAsync(bucket, policy, Cancellation));

        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public async Task Writes_that_must_be_conditional_and_locks_that_must_be_short_are_demanded()
    {
        var bucket = await BucketAsync(
            Say("Allow", "s3:PutObject", "~/*"),
            Say("Deny", "s3:PutObject", "~/*", """{"Null":{"s3:if-none-match":"true"},"Bool":{"s3:ObjectCreationOperation":"true"}}"""));

        await PutAsync(_other, bucket, "a", put => put.IfNoneMatch = "*");
        await DeniedAsync(() => PutAsync(_other, bucket, "b"));
    }
}
