using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests.AccessControl;

/// <summary>Access control lists, with a cloud that leaves its own accounts' callers alone (the default).</summary>
public sealed class AclTests(S3Cloud cloud) : IDisposable
{
    private const string OtherAccount = "111122223333";
    private const string AllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";

    private readonly AmazonS3Client _other = S3Cloud.ClientOf(cloud.Server, new BasicAWSCredentials(OtherAccount, "x"));
    private readonly AmazonS3Client _third = S3Cloud.ClientOf(cloud.Server, new BasicAWSCredentials("444455556666", "x"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _other.Dispose();
        _third.Dispose();
    }

    private static Task<AmazonS3Exception> DeniedAsync(Func<Task> call) => Refused.WithAsync("AccessDenied", HttpStatusCode.Forbidden, call);

    private static Task<PutObjectResponse> PutAsync(AmazonS3Client client, string bucket, string key, S3CannedACL? acl = null) =>
        client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = key, CannedACL = acl ?? S3CannedACL.NoACL }, Cancellation);

    private async Task<HttpStatusCode> AnonymousAsync(string path, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path) { Content = method == HttpMethod.Put ? new StringContent("x") : null };
        using var answer = await cloud.Http.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    private async Task<string> OwnerIdAsync(AmazonS3Client client)
    {
        var bucket = S3Cloud.NewBucketName();
        await client.PutBucketAsync(bucket, Cancellation);
        return (await client.GetBucketAclAsync(new GetBucketAclRequest { BucketName = bucket }, Cancellation)).Owner.Id;
    }

    [Fact]
    public async Task A_new_bucket_has_no_lists_and_blocks_the_public()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "a", "x");

        var ownership = await cloud.Client.GetBucketOwnershipControlsAsync(new GetBucketOwnershipControlsRequest { BucketName = bucket }, Cancellation);
        var block = await cloud.Client.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = bucket }, Cancellation);

        Assert.Equal("BucketOwnerEnforced", ownership.OwnershipControls.Rules[0].ObjectOwnership);
        Assert.True(block.PublicAccessBlockConfiguration is { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true });
        await Refused.WithAsync("AccessControlListNotSupported", HttpStatusCode.BadRequest, () => PutAsync(cloud.Client, bucket, "b", S3CannedACL.PublicRead));
        await Refused.WithAsync("AccessControlListNotSupported", HttpStatusCode.BadRequest, () => PutAsync(cloud.Client, bucket, "b", S3CannedACL.Private));
        await Refused.WithAsync("AccessControlListNotSupported", HttpStatusCode.BadRequest, () => cloud.Client.PutBucketAclAsync(new PutBucketAclRequest { BucketName = bucket, ACL = S3CannedACL.Private }, Cancellation));
        await Refused.WithAsync("AccessControlListNotSupported", HttpStatusCode.BadRequest, () => cloud.Client.PutObjectAclAsync(new PutObjectAclRequest { BucketName = bucket, Key = "a", ACL = S3CannedACL.PublicRead }, Cancellation));
        await PutAsync(cloud.Client, bucket, "b", S3CannedACL.BucketOwnerFullControl);
        Assert.Equal(HttpStatusCode.Forbidden, await AnonymousAsync($"/{bucket}/a"));
        await DeniedAsync(() => _other.GetObjectAsync(bucket, "a", Cancellation));
        await DeniedAsync(() => PutAsync(_other, bucket, "c"));
        await DeniedAsync(() => _other.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation));
        await DeniedAsync(() => _other.DeleteBucketAsync(bucket, Cancellation));
    }

    [Theory]
    [InlineData("private", 403, 403)]
    [InlineData("public-read", 200, 200)]
    [InlineData("public-read-write", 200, 200)]
    [InlineData("authenticated-read", 403, 200)]
    [InlineData("bucket-owner-read", 403, 403)]
    [InlineData("bucket-owner-full-control", 403, 403)]
    [InlineData("aws-exec-read", 403, 403)]
    public async Task Each_named_list_of_an_object_lets_in_whom_it_names(string canned, int anonymous, int other)
    {
        var bucket = await cloud.OpenBucketAsync();

        await PutAsync(cloud.Client, bucket, "a", new S3CannedACL(canned));

        Assert.Equal(anonymous, (int)await AnonymousAsync($"/{bucket}/a"));
        if (other == 200)
        {
            using var got = await _other.GetObjectAsync(bucket, "a", Cancellation);
        }
        else
        {
            await DeniedAsync(() => _other.GetObjectAsync(bucket, "a", Cancellation));
        }

        await DeniedAsync(() => PutAsync(_other, bucket, "a"));
    }

    [Fact]
    public async Task A_list_shows_its_owner_first_and_the_group()
    {
        var bucket = await cloud.OpenBucketAsync();
        await PutAsync(cloud.Client, bucket, "a", S3CannedACL.PublicRead);

        var acl = await cloud.Client.GetObjectAclAsync(new GetObjectAclRequest { BucketName = bucket, Key = "a" }, Cancellation);

        Assert.Equal([(acl.Owner.Id, null, "FULL_CONTROL"), (null, AllUsers, "READ")], acl.Grants.Select(grant => ((string?)grant.Grantee.CanonicalUser, (string?)grant.Grantee.URI, grant.Permission.Value)));
        Assert.Equal(64, acl.Owner.Id.Length);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("999999999999")]
    [InlineData("111122223333")]
    public async Task What_nobody_wrote_is_of_no_account(string key)
    {
        var bucket = await cloud.OpenBucketAsync();
        await cloud.Client.PutBucketAclAsync(new PutBucketAclRequest { BucketName = bucket, ACL = S3CannedACL.PublicReadWrite }, Cancellation);
        using var caller = S3Cloud.ClientOf(cloud.Server, new BasicAWSCredentials(key, "x"));

        Assert.Equal(HttpStatusCode.OK, await AnonymousAsync($"/{bucket}/a", HttpMethod.Put));

        await DeniedAsync(() => caller.GetObjectAsync(bucket, "a", Cancellation));
        Assert.Equal(HttpStatusCode.OK, await AnonymousAsync($"/{bucket}/a"));
    }

    [Fact]
    public async Task A_public_bucket_takes_writes_of_others_who_own_them()
    {
        var bucket = await cloud.OpenBucketAsync();
        await cloud.Client.PutBucketAclAsync(new PutBucketAclRequest { BucketName = bucket, ACL = S3CannedACL.PublicReadWrite }, Cancellation);

        await PutAsync(_other, bucket, "theirs");

        using (var own = await _other.GetObjectAsync(bucket, "theirs", Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, own.HttpStatusCode);
        }

        await DeniedAsync(() => cloud.Client.GetObjectAsync(bucket, "theirs", Cancellation));
        await DeniedAsync(() => cloud.Client.GetObjectAclAsync(new GetObjectAclRequest { BucketName = bucket, Key = "theirs" }, Cancellation));
        await _other.PutObjectAclAsync(new PutObjectAclRequest { BucketName = bucket, Key = "theirs", ACL = S3CannedACL.BucketOwnerFullControl }, Cancellation);
        using (var shared = await cloud.Client.GetObjectAsync(bucket, "theirs", Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, shared.HttpStatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, await AnonymousAsync($"/{bucket}?list-type=2"));
        Assert.Equal(HttpStatusCode.OK, await AnonymousAsync($"/{bucket}/nobodys", HttpMethod.Put));
        await PutAsync(cloud.Client, bucket, "ours");
        var (nobody, owner, other) = ("65a011a29cdf8ec533ec3d1ccaae921c", (await cloud.Client.ListBucketsAsync(Cancellation)).Owner.Id, (await _other.ListBucketsAsync(Cancellation)).Owner.Id);
        var first = await cloud.Client.ListObjectsAsync(bucket, Cancellation);
        Assert.Equal([("nobodys", nobody), ("ours", owner), ("theirs", other)], first.S3Objects.Select(listed => (listed.Key, listed.Owner.Id)));
        var second = await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, FetchOwner = true }, Cancellation);
        Assert.Equal([nobody, owner, other], second.S3Objects.Select(listed => listed.Owner.Id));
        var versions = await cloud.Client.ListVersionsAsync(bucket, Cancellation);
        Assert.Equal([nobody, owner, other], versions.Versions.Select(listed => listed.Owner.Id));
        await DeniedAsync(() => _third.GetObjectAsync(bucket, "theirs", Cancellation));
        await cloud.Client.DeleteObjectAsync(bucket, "theirs", Cancellation);
    }

    [Fact]
    public async Task The_preferred_owner_takes_what_is_put_with_full_control()
    {
        var bucket = await cloud.OpenBucketAsync("BucketOwnerPreferred");
        await cloud.Client.PutBucketAclAsync(new PutBucketAclRequest { BucketName = bucket, ACL = S3CannedACL.PublicReadWrite }, Cancellation);

        await PutAsync(_other, bucket, "given", S3CannedACL.BucketOwnerFullControl);
        await PutAsync(_other, bucket, "kept");

        await DeniedAsync(() => _other.GetObjectAsync(bucket, "given", Cancellation));
        await DeniedAsync(() => cloud.Client.GetObjectAsync(bucket, "kept", Cancellation));
        var acl = await cloud.Client.GetObjectAclAsync(new GetObjectAclRequest { BucketName = bucket, Key = "given" }, Cancellation);
        Assert.Equal(await OwnerIdAsync(cloud.Client), acl.Owner.Id);
    }

    [Fact]
    public async Task Grants_to_one_account_hold_for_it_alone()
    {
        var bucket = await cloud.OpenBucketAsync();
        var other = await OwnerIdAsync(_other);
        using var put = cloud.Request(HttpMethod.Put, $"/{bucket}/a", new StringContent("x"));
        put.Headers.TryAddWithoutValidation("x-amz-grant-read", $"id=\"{other}\"");
        put.Headers.TryAddWithoutValidation("x-amz-grant-write-acp", $"id={other}, uri=\"http://acs.amazonaws.com/groups/s3/LogDelivery\"");
        using var answer = await cloud.Http.SendAsync(put, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        using var got = await _other.GetObjectAsync(bucket, "a", Cancellation);
        await DeniedAsync(() => _third.GetObjectAsync(bucket, "a", Cancellation));
        await DeniedAsync(() => _other.GetObjectAclAsync(new GetObjectAclRequest { BucketName = bucket, Key = "a" }, Cancellation));
        var acl = await cloud.Client.GetObjectAclAsync(new GetObjectAclRequest { BucketName = bucket, Key = "a" }, Cancellation);
        Assert.Equal(["READ", "WRITE_ACP", "WRITE_ACP"], acl.Grants.Select(grant => grant.Permission.Value));
        await _other.PutObjectAclAsync(new PutObjectAclRequest { BucketName = bucket, Key = "a", ACL = S3CannedACL.PublicRead }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, await AnonymousAsync($"/{bucket}/a"));
    }

    [Theory]
    [InlineData("x-amz-grant-read", "id=\"nobody\"", "InvalidArgument")]
    [InlineData("x-amz-grant-read", "uri=\"http://acs.amazonaws.com/groups/global/Some\"", "InvalidArgument")]
    [InlineData("x-amz-grant-read", "emailAddress=\"a@example.com\"", "UnresolvableGrantByEmailAddress")]
    [InlineData("x-amz-grant-read", "everyone", "InvalidArgument")]
    [InlineData("x-amz-acl", "open", "InvalidArgument")]
    public async Task A_grant_to_nobody_known_is_refused_and_nothing_is_stored(string header, string value, string code)
    {
        var bucket = await cloud.OpenBucketAsync();
        using var put = cloud.Request(HttpMethod.Put, $"/{bucket}/a", new StringContent("x"));
        put.Headers.TryAddWithoutValidation(header, value);

        using var answer = await cloud.Http.SendAsync(put, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"<Code>{code}</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(0, (await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).KeyCount);
    }

    [Fact]
    public async Task A_document_of_grants_is_taken_whole_and_must_name_the_owner()
    {
        var bucket = await cloud.OpenBucketAsync();
        await cloud.PutAsync(bucket, "a", "x");
        var before = await cloud.Client.GetObjectAclAsync(new GetObjectAclRequest { BucketName = bucket, Key = "a" }, Cancellation);
        var wanted = new S3AccessControlList { Owner = before.Owner };
        wanted.AddGrant(new S3Grantee { CanonicalUser = await OwnerIdAsync(_other) }, S3Permission.FULL_CONTROL);

        await cloud.Client.PutObjectAclAsync(new PutObjectAclRequest { BucketName = bucket, Key = "a", AccessControlPolicy = wanted }, Cancellation);

        var after = await _other.GetObjectAclAsync(new GetObjectAclRequest { BucketName = bucket, Key = "a" }, Cancellation);
        Assert.Equal(OtherAccount, Assert.Single(after.Grants).Grantee.DisplayName);
        wanted.Owner = new Owner { Id = await OwnerIdAsync(_other) };
        await DeniedAsync(() => cloud.Client.PutObjectAclAsync(new PutObjectAclRequest { BucketName = bucket, Key = "a", AccessControlPolicy = wanted }, Cancellation));
    }

    [Fact]
    public async Task Copies_and_uploads_in_parts_have_the_lists_they_ask_for()
    {
        var bucket = await cloud.OpenBucketAsync();
        await PutAsync(cloud.Client, bucket, "a", S3CannedACL.PublicRead);

        await cloud.Client.CopyObjectAsync(bucket, "a", bucket, "copy", Cancellation);
        await cloud.Client.CopyObjectAsync(new CopyObjectRequest { SourceBucket = bucket, SourceKey = "a", DestinationBucket = bucket, DestinationKey = "open", CannedACL = S3CannedACL.PublicRead }, Cancellation);
        var upload = await cloud.Client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = bucket, Key = "parts", CannedACL = S3CannedACL.PublicRead }, Cancellation);
        var part = await cloud.Client.UploadPartAsync(new UploadPartRequest { BucketName = bucket, Key = "parts", UploadId = upload.UploadId, PartNumber = 1, InputStream = new MemoryStream(new byte[10]) }, Cancellation);
        await cloud.Client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = bucket, Key = "parts", UploadId = upload.UploadId, PartETags = [new PartETag(1, part.ETag)] }, Cancellation);

        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.OK],
            [await AnonymousAsync($"/{bucket}/copy"), await AnonymousAsync($"/{bucket}/open"), await AnonymousAsync($"/{bucket}/parts")]);
        await DeniedAsync(() => _other.CopyObjectAsync(bucket, "copy", bucket, "stolen", Cancellation));
    }

    [Fact]
    public async Task Public_lists_are_blocked_or_ignored_as_the_bucket_says()
    {
        var bucket = await cloud.OpenBucketAsync();
        await PutAsync(cloud.Client, bucket, "a", S3CannedACL.PublicRead);
        await SetBlockAsync(bucket, new PublicAccessBlockConfiguration { IgnorePublicAcls = true });
        Assert.Equal(HttpStatusCode.Forbidden, await AnonymousAsync($"/{bucket}/a"));

        await SetBlockAsync(bucket, new PublicAccessBlockConfiguration { BlockPublicAcls = true });
        Assert.Equal(HttpStatusCode.OK, await AnonymousAsync($"/{bucket}/a"));
        await DeniedAsync(() => PutAsync(cloud.Client, bucket, "b", S3CannedACL.PublicRead));
        await DeniedAsync(() => cloud.Client.PutBucketAclAsync(new PutBucketAclRequest { BucketName = bucket, ACL = S3CannedACL.AuthenticatedRead }, Cancellation));
        await PutAsync(cloud.Client, bucket, "b", S3CannedACL.Private);
    }

    private Task<PutPublicAccessBlockResponse> SetBlockAsync(string bucket, PublicAccessBlockConfiguration block) =>
        cloud.Client.PutPublicAccessBlockAsync(new PutPublicAccessBlockRequest { BucketName = bucket, PublicAccessBlockConfiguration = block }, Cancellation);

    [Fact]
    public async Task A_public_policy_is_blocked_or_restricted_as_the_bucket_says()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "a", "x");
        var policy = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{bucket}}/*"}]}""";
        await DeniedAsync(() => cloud.Client.PutBucketPolicyAsync(bucket, policy, Cancellation));

        await SetBlockAsync(bucket, new PublicAccessBlockConfiguration { RestrictPublicBuckets = true });
        await cloud.Client.PutBucketPolicyAsync(bucket, policy, Cancellation);
        Assert.True((await cloud.Client.GetBucketPolicyStatusAsync(new GetBucketPolicyStatusRequest { BucketName = bucket }, Cancellation)).PolicyStatus.IsPublic);
        Assert.Equal(HttpStatusCode.Forbidden, await AnonymousAsync($"/{bucket}/a"));
        await DeniedAsync(() => _other.GetObjectAsync(bucket, "a", Cancellation));

        await SetBlockAsync(bucket, new PublicAccessBlockConfiguration());
        Assert.Equal(HttpStatusCode.OK, await AnonymousAsync($"/{bucket}/a"));
        Assert.Equal(HttpStatusCode.Forbidden, await AnonymousAsync($"/{bucket}/missing"));
        using var got = await _other.GetObjectAsync(bucket, "a", Cancellation);
    }

    [Fact]
    public async Task Owners_enforced_cannot_be_had_while_a_list_grants_to_others()
    {
        var bucket = await cloud.OpenBucketAsync();
        await cloud.Client.PutBucketAclAsync(new PutBucketAclRequest { BucketName = bucket, ACL = S3CannedACL.PublicRead }, Cancellation);
        var enforced = new OwnershipControls { Rules = [new OwnershipControlsRule { ObjectOwnership = ObjectOwnership.BucketOwnerEnforced }] };

        await Refused.WithAsync("InvalidBucketAclWithObjectOwnership", HttpStatusCode.BadRequest, () => cloud.Client.PutBucketOwnershipControlsAsync(new PutBucketOwnershipControlsRequest { BucketName = bucket, OwnershipControls = enforced }, Cancellation));

        await cloud.Client.PutBucketAclAsync(new PutBucketAclRequest { BucketName = bucket, ACL = S3CannedACL.Private }, Cancellation);
        await cloud.Client.PutBucketOwnershipControlsAsync(new PutBucketOwnershipControlsRequest { BucketName = bucket, OwnershipControls = enforced }, Cancellation);
        await cloud.Client.DeleteBucketOwnershipControlsAsync(new DeleteBucketOwnershipControlsRequest { BucketName = bucket }, Cancellation);
        await Refused.WithAsync("OwnershipControlsNotFoundError", HttpStatusCode.NotFound, () => cloud.Client.GetBucketOwnershipControlsAsync(new GetBucketOwnershipControlsRequest { BucketName = bucket }, Cancellation));
        await Refused.WithAsync("InvalidBucketAclWithObjectOwnership", HttpStatusCode.BadRequest, () => cloud.Client.PutBucketAsync(new PutBucketRequest { BucketName = S3Cloud.NewBucketName(), CannedACL = S3CannedACL.PublicRead }, Cancellation));
    }

    [Fact]
    public async Task Requesters_pay_where_the_owner_says_so()
    {
        var bucket = await cloud.OpenBucketAsync();
        await PutAsync(cloud.Client, bucket, "a", S3CannedACL.PublicRead);
        await cloud.Client.PutBucketRequestPaymentAsync(new PutBucketRequestPaymentRequest { BucketName = bucket, RequestPaymentConfiguration = new RequestPaymentConfiguration { Payer = "Requester" } }, Cancellation);

        await DeniedAsync(() => _other.GetObjectAsync(bucket, "a", Cancellation));
        Assert.Equal(HttpStatusCode.Forbidden, await AnonymousAsync($"/{bucket}/a"));
        using var paid = await _other.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = "a", RequestPayer = RequestPayer.Requester }, Cancellation);
        using var own = await cloud.Client.GetObjectAsync(bucket, "a", Cancellation);

        Assert.Equal("requester", paid.RequestCharged);
        Assert.Equal("Requester", (await cloud.Client.GetBucketRequestPaymentAsync(bucket, Cancellation)).Payer);
    }
}
