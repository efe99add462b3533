using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

/// <summary>What S3 says at the edges of its operations, to the letter.</summary>
public sealed class EdgeErrorTests(S3Cloud cloud)
{
    private const string Malformed = "The XML you provided was not well-formed or did not validate against our published schema";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "InvalidRequest", "You must specify at least one part")]
    [InlineData("<CompleteMultipartUpload/>", "MalformedXML", Malformed)]
    [InlineData("<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>", "MalformedXML", Malformed)]
    [InlineData("<CompleteMultipartUpload><Part><PartNumber>0</PartNumber><ETag>a</ETag></Part></CompleteMultipartUpload>", "InvalidArgument", "PartNumber must be &gt;= 1")]
    public async Task A_completion_names_numbers_and_tags_of_parts(string body, string code, string message)
    {
        var bucket = await cloud.BucketAsync();
        var upload = (await cloud.Client.InitiateMultipartUploadAsync(bucket, "film", Cancellation)).UploadId;

        var answer = await SendAsync(HttpMethod.Post, $"/{bucket}/film?uploadId={upload}", body);

        Assert.Contains($"<Code>{code}</Code><Message>{message}</Message>", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/~/film?uploadId=none", "x-amz-mp-object-size: size", 400, "Value for x-amz-mp-object-size header is invalid: 'size'")]
    [InlineData("GET", "/~/film?attributes", null, 400, "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty")]
    [InlineData("GET", "/~?versions&key-marker=a&version-id-marker=", null, 400, "A version-id marker cannot be empty.")]
    [InlineData("GET", "/?bucket-region=mars-1", null, 400, "Argument value mars-1 is not a valid AWS Region")]
    [InlineData("PUT", "/films--table-s3", null, 400, "The specified bucket is not valid.")]
    [InlineData("PUT", "/~/film", "x-amz-object-lock-retain-until-date: soon", 400, "The retain until date must be provided in ISO 8601 format")]
    public async Task Values_that_cannot_be_are_named(string method, string target, string? header, int status, string message)
    {
        var bucket = await cloud.BucketAsync();
        target = target.Replace("~", bucket, StringComparison.Ordinal);
        var answer = await SendAsync(new HttpMethod(method), target, method == "GET" ? null : "", header);

        Assert.Equal(status, (int)answer.Status);
        Assert.Contains(message, WebUtility.HtmlDecode(answer.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_of_the_second_version_says_when_it_ends()
    {
        var bucket = await cloud.BucketAsync();

        using var answer = await cloud.Http.GetAsync(new Uri($"/{bucket}/film?AWSAccessKeyId=a&Signature=b", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(
            "<Message>Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters</Message>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_marker_of_parts_is_not_negative()
    {
        var bucket = await cloud.BucketAsync();
        var upload = (await cloud.Client.InitiateMultipartUploadAsync(bucket, "film", Cancellation)).UploadId;

        var (_, body) = await SendAsync(HttpMethod.Get, $"/{bucket}/film?uploadId={upload}&part-number-marker=-1", null);

        Assert.Contains("Argument part-number-marker must be an integer between 0 and 2147483647", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accounts_own_upload_is_initiated_by_its_canonical_user()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.Client.InitiateMultipartUploadAsync(bucket, "film", Cancellation);

        var listed = await cloud.Client.ListMultipartUploadsAsync(bucket, Cancellation);

        Assert.Equal(listed.MultipartUploads[0].Owner.Id, listed.MultipartUploads[0].Initiator.Id);
    }

    [Fact]
    public async Task A_policy_and_tags_are_answered_without_content()
    {
        var bucket = await cloud.BucketAsync();
        var policy = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::{{bucket}}/*"}]}""";

        Assert.Equal(HttpStatusCode.NoContent, (await cloud.Client.PutBucketPolicyAsync(bucket, policy, Cancellation)).HttpStatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await cloud.Client.PutBucketTaggingAsync(bucket, [new Tag { Key = "a", Value = "b" }], Cancellation)).HttpStatusCode);
    }

    [Theory]
    [InlineData("<AccessControlPolicy")]
    [InlineData("<Other/>")]
    public async Task A_list_that_is_none_has_an_error_of_its_own(string body)
    {
        var bucket = await cloud.OpenBucketAsync();

        var answer = await SendAsync(HttpMethod.Put, $"/{bucket}?acl", body);

        Assert.Contains($"<Code>MalformedACLError</Code><Message>{Malformed}</Message>", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unfit_tag_is_named()
    {
        var bucket = await cloud.BucketAsync();

        var (_, body) = await SendAsync(HttpMethod.Put, $"/{bucket}?tagging", "<Tagging><TagSet><Tag><Key>a&amp;b</Key><Value>1</Value></Tag></TagSet></Tagging>");

        Assert.Contains("<Message>The TagKey you have provided is invalid</Message><TagKey>a&amp;b</TagKey>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_learns_a_buckets_region_and_nothing_else()
    {
        var bucket = await cloud.BucketAsync();

        using var answer = await cloud.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/{bucket}"), Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(["us-east-1"], answer.Headers.GetValues("x-amz-bucket-region"));
        Assert.Equal("application/xml", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_delete_marker_that_is_asked_for_says_when_it_was_made()
    {
        var bucket = await cloud.VersionedBucketAsync();
        var marker = await cloud.Client.DeleteObjectAsync(bucket, "film", Cancellation);
        using var request = cloud.Request(HttpMethod.Get, $"/{bucket}/film?versionId={marker.VersionId}");

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.NotNull(answer.Content.Headers.LastModified);
    }

    [Fact]
    public async Task A_delete_marker_is_whose_deletion_it_was_where_lists_count()
    {
        var open = await cloud.OpenBucketAsync(acl: S3CannedACL.PublicReadWrite);
        await cloud.SetVersioningAsync(open, "Enabled");
        using var other = S3Cloud.ClientOf(cloud.Server, new BasicAWSCredentials("111122223333", "x"));
        await other.DeleteObjectAsync(open, "film", Cancellation);
        await cloud.Client.DeleteObjectAsync(open, "own", Cancellation);

        var markers = (await cloud.Client.ListVersionsAsync(open, Cancellation)).Versions;

        Assert.Equal(["111122223333", "000000000000"], markers.Select(static marker => marker.Owner.DisplayName));
    }

    [Fact]
    public async Task Lists_that_cannot_be_are_refused()
    {
        var open = await cloud.OpenBucketAsync();

        await Refused.WithAsync("InvalidArgument", HttpStatusCode.BadRequest, () => cloud.Client.PutObjectAsync(
            new PutObjectRequest { BucketName = open, Key = "film", ContentBody = "x", CannedACL = S3CannedACL.LogDeliveryWrite }, Cancellation));
        await Refused.WithAsync("InvalidBucketAclWithBlockPublicAccessError", HttpStatusCode.BadRequest, () => cloud.Client.PutBucketAsync(
            new PutBucketRequest { BucketName = S3Cloud.NewBucketName(), CannedACL = S3CannedACL.PublicRead, ObjectOwnership = ObjectOwnership.ObjectWriter }, Cancellation));
        var both = await SendAsync(HttpMethod.Put, $"/{open}/film", "x", "x-amz-acl: private", "x-amz-grant-read: id=nobody");
        Assert.Contains("Specifying both Canned ACLs and Header Grants is not allowed", both.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_body_that_asked_for_leave_ends_its_connection()
    {
        var bucket = await cloud.BucketAsync();
        using var request = cloud.Request(HttpMethod.Put, $"/{bucket}/film", new ByteArrayContent([]));
        request.Headers.ExpectContinue = true;

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.ConnectionClose);
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string target, string? body, params string?[] headers)
    {
        using var request = cloud.Request(method, target, body is null ? null : new StringContent(body, Encoding.UTF8));
        foreach (var header in headers.OfType<string>())
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 2)..]);
        }

        using var response = await cloud.Http.SendAsync(request, Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
