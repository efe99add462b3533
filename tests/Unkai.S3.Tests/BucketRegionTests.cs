using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

/// <summary>Buckets have a region, and requests for another are sent there.</summary>
public sealed class BucketRegionTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AmazonS3Client In(string region) => S3Cloud.ClientOf(cloud.Server, configure: config => config.AuthenticationRegion = region);

    private async Task<(int Status, string Body, string? Region)> GetAsync(string bucket, string host, string region, bool isPresigned = false)
    {
        using var request = cloud.Request(HttpMethod.Get, $"/{bucket}?location-less");
        request.Headers.Host = host;
        var authorization = request.Headers.GetValues("Authorization").Single();
        request.Headers.Remove("Authorization");
        if (isPresigned)
        {
            request.RequestUri = new Uri(cloud.Server.Address, $"/{bucket}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F{DateTime.UtcNow:yyyyMMdd}%2F{region}%2Fs3%2Faws4_request&X-Amz-Date={DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature={new string('0', 64)}");
        }
        else
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization.Replace("us-east-1", region, StringComparison.Ordinal));
        }

        using var answer = await cloud.Http.SendAsync(request, Cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation), answer.Headers.TryGetValues("x-amz-bucket-region", out var found) ? found.Single() : null);
    }

    [Fact]
    public async Task Who_may_not_enter_is_told_where_the_bucket_is()
    {
        using var european = In("eu-west-1");
        var bucket = S3Cloud.NewBucketName();
        await european.PutBucketAsync(new PutBucketRequest { BucketName = bucket, BucketRegionName = "eu-west-1" }, Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(cloud.Server.Address, bucket));

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal((HttpStatusCode.Forbidden, "eu-west-1"), (answer.StatusCode, answer.Headers.GetValues("x-amz-bucket-region").Single()));
    }

    [Fact]
    public async Task A_signature_for_another_region_is_told_the_right_one()
    {
        using var european = In("eu-west-1");
        var bucket = S3Cloud.NewBucketName();
        await european.PutBucketAsync(new PutBucketRequest { BucketName = bucket, BucketRegionName = "eu-west-1" }, Cancellation);

        var header = await GetAsync(bucket, cloud.Server.Address.Authority, "us-east-1");
        var query = await GetAsync(bucket, cloud.Server.Address.Authority, "us-east-1", isPresigned: true);
        var right = await GetAsync(bucket, cloud.Server.Address.Authority, "eu-west-1");

        Assert.Equal((400, "eu-west-1"), (header.Status, header.Region));
        Assert.Contains("<Code>AuthorizationHeaderMalformed</Code><Message>The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'</Message><Region>eu-west-1</Region>", header.Body.Replace("&apos;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("<Code>AuthorizationQueryParametersError</Code>", query.Body, StringComparison.Ordinal);
        Assert.Equal(200, right.Status);
        Assert.Equal("eu-west-1", (await cloud.Client.GetBucketLocationAsync(bucket, Cancellation)).Location.Value);
    }

    [Fact]
    public async Task Another_region_s_endpoint_redirects()
    {
        var bucket = await cloud.BucketAsync();

        var redirected = await GetAsync(bucket, "s3.eu-west-1.localhost", "eu-west-1");
        var own = await GetAsync(bucket, "s3.us-east-1.localhost", "us-east-1");

        Assert.Equal((301, "us-east-1"), (redirected.Status, redirected.Region));
        Assert.Contains($"<Endpoint>{bucket}.s3.us-east-1.amazonaws.com</Endpoint><Bucket>{bucket}</Bucket>", redirected.Body, StringComparison.Ordinal);
        Assert.Equal(200, own.Status);
    }

    [Fact]
    public async Task A_name_is_taken_by_its_owner_and_for_all_others()
    {
        using var european = In("eu-west-1");
        var bucket = S3Cloud.NewBucketName();
        var request = new PutBucketRequest { BucketName = bucket, BucketRegionName = "eu-west-1" };
        await european.PutBucketAsync(request, Cancellation);
        using var other = S3Cloud.ClientOf(cloud.Server, new Amazon.Runtime.BasicAWSCredentials("111122223333", "x"));

        await Refused.WithAsync("BucketAlreadyOwnedByYou", HttpStatusCode.Conflict, () => european.PutBucketAsync(request, Cancellation));
        await Refused.WithAsync("BucketAlreadyExists", HttpStatusCode.Conflict, () => other.PutBucketAsync(bucket, Cancellation));
    }
}
