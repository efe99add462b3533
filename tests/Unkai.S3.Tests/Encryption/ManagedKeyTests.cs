using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests.Encryption;

/// <summary>S3's own keys and KMS's, and what a bucket does by default.</summary>
public sealed class ManagedKeyTests(S3Cloud cloud)
{
    private const string KeyArn = "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<PutObjectResponse> PutAsync(string bucket, Action<PutObjectRequest>? more = null)
    {
        var request = new PutObjectRequest { BucketName = bucket, Key = "a", ContentBody = "x" };
        more?.Invoke(request);
        return cloud.Client.PutObjectAsync(request, Cancellation);
    }

    private Task<PutBucketEncryptionResponse> SetAsync(string bucket, ServerSideEncryptionMethod method, string? key = null, bool bucketKey = false) => cloud.Client.PutBucketEncryptionAsync(
        new PutBucketEncryptionRequest
        {
            BucketName = bucket,
            ServerSideEncryptionConfiguration = new ServerSideEncryptionConfiguration
            {
                ServerSideEncryptionRules = [new ServerSideEncryptionRule { BucketKeyEnabled = bucketKey, ServerSideEncryptionByDefault = new ServerSideEncryptionByDefault { ServerSideEncryptionAlgorithm = method, ServerSideEncryptionKeyManagementServiceKeyId = key } }],
            },
        },
        Cancellation);

    [Fact]
    public async Task A_KMS_key_and_its_context_are_kept_and_said()
    {
        var bucket = await cloud.BucketAsync();
        var context = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"film":"a"}"""));

        var put = await PutAsync(bucket, request =>
        {
            request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS;
            request.ServerSideEncryptionKeyManagementServiceKeyId = KeyArn;
            request.ServerSideEncryptionKeyManagementServiceEncryptionContext = context;
            request.BucketKeyEnabled = true;
        });
        var head = await cloud.Client.GetObjectMetadataAsync(bucket, "a", Cancellation);

        Assert.Equal((ServerSideEncryptionMethod.AWSKMS, KeyArn, true), (head.ServerSideEncryptionMethod, head.ServerSideEncryptionKeyManagementServiceKeyId, head.BucketKeyEnabled));
        Assert.Equal(context, put.ServerSideEncryptionKeyManagementServiceEncryptionContext);
        Assert.NotEqual("\"9dd4e461268c8034f5c8564e155c67a6\"", put.ETag);
    }

    [Fact]
    public async Task A_bucket_encrypts_as_it_is_told_and_with_S3_s_keys_otherwise()
    {
        var bucket = await cloud.BucketAsync();
        var initial = await cloud.Client.GetBucketEncryptionAsync(new GetBucketEncryptionRequest { BucketName = bucket }, Cancellation);
        Assert.Equal(ServerSideEncryptionMethod.AES256, initial.ServerSideEncryptionConfiguration.ServerSideEncryptionRules[0].ServerSideEncryptionByDefault.ServerSideEncryptionAlgorithm);

        await SetAsync(bucket, ServerSideEncryptionMethod.AWSKMS, KeyArn, bucketKey: true);
        var put = await PutAsync(bucket);
        var own = await PutAsync(bucket, request => request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AES256);
        await SetAsync(bucket, ServerSideEncryptionMethod.AWSKMS);
        var byDefaultKey = await PutAsync(bucket);
        await cloud.Client.DeleteBucketEncryptionAsync(new DeleteBucketEncryptionRequest { BucketName = bucket }, Cancellation);
        var plain = await PutAsync(bucket);

        Assert.Equal((KeyArn, true), (put.ServerSideEncryptionKeyManagementServiceKeyId, put.BucketKeyEnabled));
        Assert.Equal(ServerSideEncryptionMethod.AES256, own.ServerSideEncryptionMethod);
        Assert.StartsWith("arn:aws:kms:us-east-1:000000000000:key/", byDefaultKey.ServerSideEncryptionKeyManagementServiceKeyId, StringComparison.Ordinal);
        Assert.Equal(ServerSideEncryptionMethod.AES256, plain.ServerSideEncryptionMethod);
        await Refused.WithAsync("InvalidArgument", HttpStatusCode.BadRequest, () => SetAsync(bucket, ServerSideEncryptionMethod.AES256, KeyArn));
        await Refused.WithAsync("MalformedXML", HttpStatusCode.BadRequest, () => SetAsync(bucket, new ServerSideEncryptionMethod("rot13")));
    }

    [Theory]
    [InlineData("rot13", null, null)]
    [InlineData("AES256", KeyArn, null)]
    [InlineData(null, KeyArn, null)]
    [InlineData("aws:kms", null, "not base64 of JSON")]
    [InlineData("aws:kms", null, "WzFd")]
    public async Task Headers_that_do_not_fit_together_are_refused(string? method, string? key, string? context)
    {
        var bucket = await cloud.BucketAsync();
        using var put = cloud.Request(HttpMethod.Put, $"/{bucket}/a", new StringContent("x"));
        foreach (var (name, value) in new[] { ("", method), ("-aws-kms-key-id", key), ("-context", context) })
        {
            if (value is not null)
            {
                put.Headers.TryAddWithoutValidation("x-amz-server-side-encryption" + name, value);
            }
        }

        using var answer = await cloud.Http.SendAsync(put, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<Code>InvalidArgument</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_can_block_customers_keys()
    {
        var bucket = await cloud.BucketAsync();
        using var set = cloud.Request(HttpMethod.Put, $"/{bucket}?encryption", new StringContent("""<ServerSideEncryptionConfiguration><Rule><BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>"""));
        using var answer = await cloud.Http.SendAsync(set, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await Refused.WithAsync("AccessDenied", HttpStatusCode.Forbidden, () => PutAsync(bucket, request =>
        {
            request.ServerSideEncryptionCustomerMethod = ServerSideEncryptionCustomerMethod.AES256;
            request.ServerSideEncryptionCustomerProvidedKey = Convert.ToBase64String(new byte[32]);
        }));
    }

    [Fact]
    public async Task A_copy_is_encrypted_as_its_own_bucket_says()
    {
        var bucket = await cloud.BucketAsync();
        await PutAsync(bucket);
        var target = await cloud.BucketAsync();
        await SetAsync(target, ServerSideEncryptionMethod.AWSKMS, KeyArn);

        await cloud.Client.CopyObjectAsync(bucket, "a", target, "a", Cancellation);
        await cloud.Client.CopyObjectAsync(target, "a", bucket, "b", Cancellation);

        Assert.Equal(KeyArn, (await cloud.Client.GetObjectMetadataAsync(target, "a", Cancellation)).ServerSideEncryptionKeyManagementServiceKeyId);
        var back = await cloud.Client.GetObjectMetadataAsync(bucket, "b", Cancellation);
        Assert.Equal((ServerSideEncryptionMethod.AES256, "\"9dd4e461268c8034f5c8564e155c67a6\""), (back.ServerSideEncryptionMethod, back.ETag));
    }
}
