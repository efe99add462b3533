using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests.Browsers;

/// <summary>Forms that browsers post, signed by a key of IAM's, by old signatures, and not at all.</summary>
public sealed class PostUploadTests(S3Cloud cloud)
{
    private const string Expires = "2030-01-01T12:00:00.000Z";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<(HttpStatusCode Status, string Body, HttpResponseMessage Answer)> PostAsync(string bucket, IEnumerable<(string Name, string Value)> fields, string? file = "bar", string fileName = "foo.txt")
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), $"\"{name}\"");
        }

        if (file is not null)
        {
            form.Add(new StringContent(file), "\"file\"", $"\"{fileName}\"");
        }

        var answer = await cloud.Http.PostAsync(new Uri($"/{bucket}", UriKind.Relative), form, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation), answer);
    }

    private static string Policy(string bucket, string[] conditions, string expires = Expires) =>
        Encode($$"""{"expiration":"{{expires}}","conditions":[{"bucket":"{{bucket}}"}{{string.Concat(conditions.Select(condition => "," + condition))}}]}""");

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static List<(string, string)> Signed(string policy, params (string, string)[] fields)
    {
        var all = new List<(string, string)> { ("key", "foo.txt"), ("AWSAccessKeyId", "test"), ("signature", "c2lnbmVk"), ("policy", policy) };
        foreach (var field in fields)
        {
            all.RemoveAll(known => known.Item1 == field.Item1);
            all.Add(field);
        }

        return all;
    }

    [Fact]
    public async Task A_form_that_keeps_to_its_policy_is_stored_with_what_it_says()
    {
        var bucket = await cloud.BucketAsync();
        var policy = Policy(bucket, ["""["starts-with","$key","up/"]""", """["eq","$Content-Type","text/plain"]""", """{"x-amz-meta-film":"a"}""", """["starts-with","$tagging",""]""", """["content-length-range",1,10]""", """{"success_action_status":"201"}"""]);

        var posted = await PostAsync(bucket, Signed(policy, ("key", "up/${filename}"), ("Content-Type", "text/plain"), ("x-amz-meta-film", "a"), ("x-ignore-me", "x"), ("success_action_status", "201"),
            ("tagging", "<Tagging><TagSet><Tag><Key>k</Key><Value>v + w</Value></Tag></TagSet></Tagging>")));

        Assert.True(posted.Status == HttpStatusCode.Created, posted.Body);
        Assert.Contains($"<Bucket>{bucket}</Bucket><Key>up/foo.txt</Key><ETag>&quot;37b51d194a7513e45b56f6524f2d51f2&quot;</ETag>", posted.Body, StringComparison.Ordinal);
        Assert.EndsWith($"/{bucket}/up/foo.txt", posted.Answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("bar", await cloud.GetAsync(bucket, "up/foo.txt"));
        var head = await cloud.Client.GetObjectMetadataAsync(bucket, "up/foo.txt", Cancellation);
        Assert.Equal(("text/plain", "a"), (head.Headers.ContentType, head.Metadata["film"]));
        Assert.Equal("v + w", Assert.Single((await cloud.Client.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = bucket, Key = "up/foo.txt" }, Cancellation)).Tagging).Value);
    }

    [Theory]
    [InlineData("200", HttpStatusCode.OK)]
    [InlineData("204", HttpStatusCode.NoContent)]
    [InlineData("404", HttpStatusCode.NoContent)]
    [InlineData("201", HttpStatusCode.Created)]
    public async Task The_status_of_success_is_one_of_three(string asked, HttpStatusCode answered)
    {
        var bucket = await cloud.BucketAsync();

        var posted = await PostAsync(bucket, Signed(Policy(bucket, ["""{"key":"foo.txt"}""", """["starts-with","$success_action_status",""]"""]), ("success_action_status", asked)));

        Assert.Equal(answered, posted.Status);
    }

    [Fact]
    public async Task Success_can_send_the_browser_elsewhere()
    {
        var bucket = await cloud.BucketAsync();

        var posted = await PostAsync(bucket, Signed(Policy(bucket, ["""{"key":"foo.txt"}""", """["starts-with","$success_action_redirect",""]"""]), ("success_action_redirect", "http://films.example/done")));

        Assert.Equal(HttpStatusCode.SeeOther, posted.Status);
        Assert.Equal($"http://films.example/done?bucket={bucket}&key=foo.txt&etag=%2237b51d194a7513e45b56f6524f2d51f2%22", posted.Answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("""["starts-with","$key","bar"]""", null, null, 403, "AccessDenied", "Invalid according to Policy: Policy Condition failed: [\"starts-with\", \"$key\", \"bar\"]")]
    [InlineData("""{"key":"other"}""", null, null, 403, "AccessDenied", "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$key\", \"other\"]")]
    [InlineData("""["eq","$KEY","foo.txt"]""", "x-amz-meta-a", "1", 403, "AccessDenied", "Invalid according to Policy: Extra input fields: x-amz-meta-a")]
    [InlineData("""["eq","$key","foo.txt"],["eq","$x-amz-meta-a","1"]""", null, null, 403, "AccessDenied", "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$x-amz-meta-a\", \"1\"]")]
    [InlineData("""["eq","$key","foo.txt"],["content-length-range",0,2]""", null, null, 400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")]
    [InlineData("""["eq","$key","foo.txt"],["content-length-range",4,20]""", null, null, 400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")]
    [InlineData("""["content-length-range",4]""", null, null, 400, "InvalidPolicyDocument", "Invalid Policy: Invalid content-length-range: wrong number of arguments.")]
    [InlineData("""["content-length-range",-1,0]""", null, null, 400, "InvalidPolicyDocument", null)]
    [InlineData("""{}""", null, null, 400, "InvalidPolicyDocument", "Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.")]
    [InlineData("""["like","$key","f"]""", null, null, 400, "InvalidPolicyDocument", "Invalid Policy: Invalid Condition: Unknown operation 'like'.")]
    public async Task A_form_that_breaks_its_policy_is_refused_and_nothing_is_stored(string condition, string? field, string? value, int status, string code, string? message)
    {
        var bucket = await cloud.BucketAsync();

        var posted = await PostAsync(bucket, field is null ? Signed(Policy(bucket, [condition])) : Signed(Policy(bucket, [condition]), (field, value!)));

        Assert.Equal(status, (int)posted.Status);
        Assert.Contains($"<Code>{code}</Code>", posted.Body, StringComparison.Ordinal);
        Assert.Contains(message is null ? "" : $"<Message>{message}</Message>", posted.Body.Replace("&quot;", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, (await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).KeyCount);
    }

    [Theory]
    [InlineData("""{"expiration":"2020-01-01T00:00:00Z","conditions":[{"bucket":"~"},{"key":"foo.txt"}]}""", 403, "Invalid according to Policy: Policy expired.")]
    [InlineData("""{"expiration":"tomorrow","conditions":[]}""", 400, "Invalid Policy: Invalid 'expiration' value: 'tomorrow'")]
    [InlineData("""{"conditions":[{"bucket":"~"}]}""", 400, "Invalid Policy: Policy missing expiration.")]
    [InlineData("""{"EXPIRATION":"2030-01-01T00:00:00Z","conditions":[]}""", 400, "Invalid Policy: Policy missing expiration.")]
    [InlineData("""{"expiration":"2030-01-01T00:00:00Z"}""", 400, "Invalid Policy: Policy missing conditions.")]
    [InlineData("""{"expiration":"2030-01-01T00:00:00Z","CONDITIONS":[]}""", 400, "Invalid Policy: Policy missing conditions.")]
    [InlineData("""{"expiration":""", 400, "Invalid Policy: Invalid JSON.")]
    [InlineData("""{"expiration":"2030-01-01T00:00:00Z","conditions":[{"bucket":"elsewhere"},{"key":"foo.txt"}]}""", 403, "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$bucket\", \"elsewhere\"]")]
    public async Task A_policy_that_is_none_is_refused(string policy, int status, string message)
    {
        var bucket = await cloud.BucketAsync();

        var posted = await PostAsync(bucket, Signed(Encode(policy.Replace("~", bucket, StringComparison.Ordinal))));

        Assert.Equal(status, (int)posted.Status);
        Assert.Contains($"<Message>{message}</Message>", posted.Body.Replace("&quot;", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("key", "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.")]
    [InlineData("policy", "Bucket POST must contain a field named 'policy'.  If it is specified, please check the order of the fields.")]
    [InlineData("signature", "Bucket POST must contain a field named 'signature'.  If it is specified, please check the order of the fields.")]
    [InlineData("AWSAccessKeyId", "Bucket POST must contain a field named 'AWSAccessKeyId'.  If it is specified, please check the order of the fields.")]
    [InlineData("file", "POST requires exactly one file upload per request.")]
    public async Task A_form_that_lacks_a_field_is_told_which(string missing, string message)
    {
        var bucket = await cloud.BucketAsync();
        var fields = Signed(Policy(bucket, ["""{"key":"foo.txt"}"""]));
        fields.RemoveAll(field => field.Item1 == missing);

        var posted = await PostAsync(bucket, fields, missing == "file" ? null : "bar");

        Assert.Equal(HttpStatusCode.BadRequest, posted.Status);
        Assert.Contains($"<Code>InvalidArgument</Code><Message>{message}</Message>", posted.Body.Replace("&apos;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_may_post_to_what_is_not_open_to_all()
    {
        var closed = await cloud.BucketAsync();
        var open = await cloud.OpenBucketAsync(acl: S3CannedACL.PublicReadWrite);

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(closed, [("key", "a")])).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(open, [("key", "a"), ("acl", "public-read")])).Status);
        Assert.Equal("bar", await cloud.Http.GetStringAsync(new Uri($"/{open}/a", UriKind.Relative), Cancellation));
    }

    [Theory]
    [InlineData(true, true, HttpStatusCode.NoContent)]
    [InlineData(true, false, HttpStatusCode.Forbidden)]
    [InlineData(false, true, HttpStatusCode.NoContent)]
    [InlineData(false, false, HttpStatusCode.Forbidden)]
    public async Task A_key_that_this_cloud_issued_must_have_signed_the_policy(bool isVersion4, bool isRight, HttpStatusCode status)
    {
        var bucket = await cloud.BucketAsync();
        var (id, secret, _) = await IamAccount.NewUserKeyAsync(cloud.Server, """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}""");
        var date = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var credential = $"{id}/{date[..8]}/us-east-1/s3/aws4_request";
        var policy = Policy(bucket, isVersion4
            ? ["""{"key":"foo.txt"}""", $$"""{"x-amz-credential":"{{credential}}"}""", """{"x-amz-algorithm":"AWS4-HMAC-SHA256"}""", $$"""{"x-amz-date":"{{date}}"}"""]
            : ["""{"key":"foo.txt"}"""]);
        secret = isRight ? secret : secret + "x";
        List<(string, string)> fields = isVersion4
            ? [("key", "foo.txt"), ("x-amz-credential", credential), ("x-amz-algorithm", "AWS4-HMAC-SHA256"), ("x-amz-date", date), ("policy", policy), ("x-amz-signature", Version4(secret, date[..8], policy))]
            : [("key", "foo.txt"), ("AWSAccessKeyId", id), ("policy", policy), ("signature", Version2(secret, policy))];

        var posted = await PostAsync(bucket, fields);

        Assert.Equal(status, posted.Status);
    }

    [Fact]
    public async Task A_body_that_is_no_form_is_malformed()
    {
        var bucket = await cloud.BucketAsync();
        using var content = new StringContent("--x\r\nno form", Encoding.ASCII);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");

        using var answer = await cloud.Http.PostAsync(new Uri($"/{bucket}", UriKind.Relative), content, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("<Code>MalformedPOSTRequest</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static string Version4(string secret, string date, string policy)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in new[] { date, "us-east-1", "s3", "aws4_request" })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(policy)));
    }

    private static string Version2(string secret, string policy)
    {
#pragma warning disable CA5350 // Signature Version 2 is HMAC-SHA1 by definition.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(policy)));
#pragma warning restore CA5350
    }
}
