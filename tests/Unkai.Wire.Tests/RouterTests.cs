using System.IO.Compression;
using System.Text;
using Unkai.Wire.Routing;

namespace Unkai.Wire.Tests;

public sealed class RouterTests
{
    [Theory]
    [InlineData("GET", "/", "s3.localhost", "", "ListBuckets")]
    [InlineData("GET", "/", "localhost:4566", "", "ListBuckets")]
    [InlineData("GET", "/films", "localhost:4566", "", "ListObjects")]
    [InlineData("GET", "/films/", "localhost:4566", "", "ListObjects")]
    [InlineData("GET", "/films?list-type=2&prefix=a", "localhost:4566", "", "ListObjectsV2")]
    [InlineData("GET", "/?list-type=2", "films.s3.localhost:4566", "", "ListObjectsV2")]
    [InlineData("GET", "/a/b", "films.s3.us-east-1.localhost", "", "GetObject")]
    [InlineData("GET", "/a/b", "films.localhost:4566", "", "GetObject")]
    [InlineData("GET", "/a", "events.s3.localhost", "", "GetObject")]
    [InlineData("GET", "/a?x-id=GetObject", "my.films.s3-eu-west-1.amazonaws.com", "", "GetObject")]
    [InlineData("GET", "/films?location", "localhost", "", "GetBucketLocation")]
    [InlineData("GET", "/films?versions", "localhost", "", "ListObjectVersions")]
    [InlineData("GET", "/films?uploads", "localhost", "", "ListMultipartUploads")]
    [InlineData("POST", "/films/k?uploads", "localhost", "", "CreateMultipartUpload")]
    [InlineData("POST", "/films/k?uploadId=1", "localhost", "", "CompleteMultipartUpload")]
    [InlineData("POST", "/films?delete", "localhost", "", "DeleteObjects")]
    [InlineData("PUT", "/films/k", "localhost", "", "PutObject")]
    [InlineData("PUT", "/films/k", "localhost", "x-amz-copy-source", "CopyObject")]
    [InlineData("PUT", "/films/k?partNumber=1&uploadId=2", "localhost", "", "UploadPart")]
    [InlineData("PUT", "/films/k?partNumber=1&uploadId=2", "localhost", "x-amz-copy-source", "UploadPartCopy")]
    [InlineData("GET", "/films/k?uploadId=2", "localhost", "", "ListParts")]
    [InlineData("DELETE", "/films/k?uploadId=2", "localhost", "", "AbortMultipartUpload")]
    [InlineData("DELETE", "/films/k", "localhost", "", "DeleteObject")]
    [InlineData("DELETE", "/films", "localhost", "", "DeleteBucket")]
    [InlineData("PUT", "/films/k?tagging", "localhost", "", "PutObjectTagging")]
    [InlineData("HEAD", "/films", "localhost", "", "HeadBucket")]
    [InlineData("HEAD", "/films/k", "localhost", "", "HeadObject")]
    [InlineData("GET", "/films?inventory&id=1", "localhost", "", "GetBucketInventoryConfiguration")]
    [InlineData("GET", "/films?inventory", "localhost", "", "ListBucketInventoryConfigurations")]
    [InlineData("GET", "/2015-03-31/functions/", "lambda.us-east-1.localhost", "", "ListFunctions")]
    [InlineData("GET", "/2015-03-31/functions", "lambda.us-east-1.localhost", "", "ListFunctions")]
    [InlineData("GET", "/2015-03-31/functions/f", "lambda.localhost", "", "GetFunction")]
    [InlineData("POST", "/restapis/1/resources/2", "apigateway.localhost", "", "CreateResource")]
    public async Task Rest_requests_find_their_operation(string method, string target, string host, string header, string operation)
    {
        var request = TestRequest.Of(method, target, host, null, header.Length > 0 ? [(header, "/a/b")] : []);
        var route = await Router.RouteAsync(request, CancellationToken.None);

        Assert.Equal(RouteOutcome.Found, route.Outcome);
        Assert.Equal(operation, route.Operation!.Name);
    }

    [Fact]
    public async Task A_virtual_host_names_the_bucket()
    {
        var route = await Router.RouteAsync(TestRequest.Of("GET", "//a//b", "my.films.s3.localhost:4566"), CancellationToken.None);

        Assert.Equal("my.films", route.Labels.Find("Bucket"));
        Assert.Equal("/a//b", route.Labels.Find("Key"));
        Assert.True(route.IsVirtualHosted);
    }

    [Theory]
    [InlineData("AmazonSQS.Nonsense", RouteOutcome.UnknownOperation)]
    [InlineData("Nobody.SendMessage", RouteOutcome.UnknownService)]
    public async Task What_is_unknown_is_said(string target, RouteOutcome outcome)
    {
        var route = await Router.RouteAsync(TestRequest.Of("POST", "/", headers: [("X-Amz-Target", target)]), CancellationToken.None);

        Assert.Equal(outcome, route.Outcome);
    }

    [Fact]
    public async Task Query_by_get_is_routed_by_its_version()
    {
        var route = await Router.RouteAsync(TestRequest.Of("GET", "/?Action=GetCallerIdentity&Version=2011-06-15"), CancellationToken.None);

        Assert.Equal("sts:GetCallerIdentity", route.Operation?.ToString());
    }

    [Theory]
    [InlineData("PUT", "/films/k", "localhost", "s3:PutObject")]
    [InlineData("PUT", "/films/k?Action=SendMessage", "localhost", "s3:PutObject")]
    [InlineData("PUT", "/films", "localhost", "s3:CreateBucket")]
    [InlineData("POST", "/films/k?uploads", "localhost", "s3:CreateMultipartUpload")]
    [InlineData("POST", "/k?uploads", "films.localhost", "s3:CreateMultipartUpload")]
    [InlineData("POST", "/?delete", "films.localhost", "s3:DeleteObjects")]
    [InlineData("GET", "/films/k?Action=1", "localhost", "s3:GetObject")]
    [InlineData("POST", "/", "localhost", "sqs:ListQueues")]
    [InlineData("POST", "/123456789012/films", "localhost", "sqs:ListQueues")]
    [InlineData("GET", "/123456789012/films?Action=ReceiveMessage&Version=2012-11-05", "localhost", "sqs:ReceiveMessage")]
    public async Task An_unsigned_form_is_a_query_call_only_where_S3_has_no_operation(string method, string target, string host, string operation)
    {
        var request = method == "GET" ? TestRequest.Of(method, target, host)
            : TestRequest.Of(method, target, host, "Action=ListQueues&Version=2012-11-05"u8.ToArray(), ("Content-Type", "application/x-www-form-urlencoded"));
        var route = await Router.RouteAsync(request, CancellationToken.None);

        Assert.Equal(operation, route.Operation?.ToString());
    }

    [Fact]
    public async Task A_zipped_form_is_inflated_before_its_action_is_read_and_stays_as_it_was_signed()
    {
        var zipped = Zip(Encoding.UTF8.GetBytes("Action=CreateQueue&Version=2012-11-05&QueueName=films"));
        var request = TestRequest.Of("POST", "/", "localhost", zipped, ("Content-Type", "application/x-www-form-urlencoded"), ("Content-Encoding", "gzip"));
        var route = await Router.RouteAsync(request, CancellationToken.None);
        var kept = new MemoryStream();
        await request.Body.CopyToAsync(kept, TestContext.Current.CancellationToken);

        Assert.Equal(("sqs:CreateQueue", "films"), (route.Operation?.ToString(), route.Form?.Find("QueueName")));
        Assert.Equal(zipped, kept.ToArray());
    }

    [Fact]
    public async Task A_form_that_is_not_the_gzip_it_claims_or_inflates_too_far_is_malformed()
    {
        foreach (var body in new[] { "Action=ListQueues"u8.ToArray(), Zip(new byte[64 * 1024 * 1024]) })
        {
            var request = TestRequest.Of("POST", "/", "sqs.localhost", body, ("Content-Type", "application/x-www-form-urlencoded"), ("Content-Encoding", "gzip"));

            Assert.Equal(RouteOutcome.Malformed, (await Router.RouteAsync(request, CancellationToken.None)).Outcome);
        }
    }

    private static byte[] Zip(byte[] bytes)
    {
        var target = new MemoryStream();
        using (var zip = new GZipStream(target, CompressionLevel.Fastest))
        {
            zip.Write(bytes);
        }

        return target.ToArray();
    }

    [Fact]
    public async Task A_signature_for_an_unknown_service_names_it()
    {
        var request = TestRequest.Of("POST", "/", headers: [("Authorization", "AWS4-HMAC-SHA256 Credential=a/20260714/us-east-1/quantum/aws4_request, SignedHeaders=host, Signature=0")]);
        var route = await Router.RouteAsync(request, CancellationToken.None);

        Assert.Equal((RouteOutcome.UnknownService, "quantum"), (route.Outcome, route.Asked));
    }
}
