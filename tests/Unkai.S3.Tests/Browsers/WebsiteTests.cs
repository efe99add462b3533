using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests.Browsers;

/// <summary>Buckets as websites.</summary>
public sealed class WebsiteTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<string> SiteAsync(Action<WebsiteConfiguration>? more = null)
    {
        var bucket = await cloud.OpenBucketAsync();
        var website = new WebsiteConfiguration { IndexDocumentSuffix = "index.html", ErrorDocument = "error.html" };
        more?.Invoke(website);
        await cloud.Client.PutBucketWebsiteAsync(new PutBucketWebsiteRequest { BucketName = bucket, WebsiteConfiguration = website }, Cancellation);
        await cloud.Client.PutBucketPolicyAsync(bucket, $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::{{bucket}}","arn:aws:s3:::{{bucket}}/*"]}]}""", Cancellation);
        foreach (var key in new[] { "index.html", "docs/index.html", "error.html", "page" })
        {
            await cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = key, ContentType = "text/html" }, Cancellation);
        }

        return bucket;
    }

    private async Task<(int Status, string Body, string? Location)> GetAsync(string bucket, string path, string host = "s3-website-us-east-1.localhost", HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.Host = $"{bucket}.{host}";
        using var answer = await cloud.Http.SendAsync(request, Cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation), answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("s3-website-us-east-1.amazonaws.com")]
    [InlineData("s3-website.eu-central-1.amazonaws.com")]
    [InlineData("s3-website-us-east-1.localhost")]
    [InlineData("s3-website.localhost")]
    public async Task A_folder_shows_its_index_under_every_name_of_the_site(string host)
    {
        var bucket = await SiteAsync();

        Assert.Equal((200, "index.html", null), await GetAsync(bucket, "/", host));
        Assert.Equal((200, "docs/index.html", null), await GetAsync(bucket, "/docs/", host));
        Assert.Equal((200, "page", null), await GetAsync(bucket, "/page", host));
        Assert.Equal((302, "", "/docs/"), await GetAsync(bucket, "/docs", host));
    }

    [Fact]
    public async Task An_error_shows_the_error_document_with_its_own_status()
    {
        var bucket = await SiteAsync();

        Assert.Equal((404, "error.html", null), await GetAsync(bucket, "/missing"));
        Assert.Equal(405, (await GetAsync(bucket, "/page", method: HttpMethod.Delete)).Status);
    }

    [Fact]
    public async Task Without_an_error_document_errors_are_pages()
    {
        var bucket = await SiteAsync(website => website.ErrorDocument = null);

        var missing = await GetAsync(bucket, "/missing<x>");

        Assert.Equal(404, missing.Status);
        Assert.Contains("<title>404 Not Found</title>", missing.Body, StringComparison.Ordinal);
        Assert.Contains("<li>Code: NoSuchKey</li>\n<li>Message: The specified key does not exist.</li>\n<li>Key: missing&lt;x&gt;</li>", missing.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_public_or_no_website_is_not_shown()
    {
        var closed = await cloud.BucketAsync();
        Assert.Contains("<li>Code: NoSuchWebsiteConfiguration</li>", (await GetAsync(closed, "/")).Body, StringComparison.Ordinal);
        Assert.Contains("<li>Code: NoSuchBucket</li>", (await GetAsync("no-such-bucket", "/")).Body, StringComparison.Ordinal);

        await cloud.Client.PutBucketWebsiteAsync(new PutBucketWebsiteRequest { BucketName = closed, WebsiteConfiguration = new WebsiteConfiguration { IndexDocumentSuffix = "index.html" } }, Cancellation);
        await cloud.PutAsync(closed, "index.html", "x");
        var refused = await GetAsync(closed, "/");
        Assert.Equal(403, refused.Status);
        Assert.Contains("<li>Code: AccessDenied</li>\n<li>Message: Access Denied</li>", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_can_be_sent_to_another_host()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.Client.PutBucketWebsiteAsync(
            new PutBucketWebsiteRequest { BucketName = bucket, WebsiteConfiguration = new WebsiteConfiguration { RedirectAllRequestsTo = new RoutingRuleRedirect { HostName = "films.example", Protocol = "https" } } }, Cancellation);

        Assert.Equal((301, "", "https://films.example/a/b%20c"), await GetAsync(bucket, "/a/b%20c"));
    }

    [Fact]
    public async Task Rules_send_what_begins_so_and_what_fails_so_elsewhere()
    {
        var bucket = await SiteAsync(website => website.RoutingRules =
        [
            new RoutingRule { Condition = new RoutingRuleCondition { KeyPrefixEquals = "old/" }, Redirect = new RoutingRuleRedirect { ReplaceKeyPrefixWith = "new/" } },
            new RoutingRule { Condition = new RoutingRuleCondition { KeyPrefixEquals = "gone" }, Redirect = new RoutingRuleRedirect { ReplaceKeyWith = "page", HttpRedirectCode = "302", HostName = "films.example", Protocol = "https" } },
            new RoutingRule { Condition = new RoutingRuleCondition { HttpErrorCodeReturnedEquals = "404", KeyPrefixEquals = "try/" }, Redirect = new RoutingRuleRedirect { HostName = "backup.example", ReplaceKeyPrefixWith = "report-404/" } },
        ]);

        var host = $"{bucket}.s3-website-us-east-1.localhost";
        Assert.Equal((301, "", $"http://{host}/new/film"), await GetAsync(bucket, "/old/film"));
        Assert.Equal((302, "", "https://films.example/page"), await GetAsync(bucket, "/gone/away"));
        Assert.Equal((301, "", "http://backup.example/report-404/x"), await GetAsync(bucket, "/try/x"));
        Assert.Equal((404, "error.html", null), await GetAsync(bucket, "/other"));
        var kept = (await cloud.Client.GetBucketWebsiteAsync(bucket, Cancellation)).WebsiteConfiguration;
        Assert.Equal((3, "404"), (kept.RoutingRules.Count, kept.RoutingRules[2].Condition.HttpErrorCodeReturnedEquals));
    }

    [Fact]
    public async Task An_object_can_send_visitors_of_the_site_elsewhere()
    {
        var bucket = await SiteAsync();
        await cloud.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "moved", ContentBody = "x", WebsiteRedirectLocation = "/page" }, Cancellation);

        Assert.Equal((301, "", "/page"), await GetAsync(bucket, "/moved"));
        Assert.Equal("x", await cloud.GetAsync(bucket, "moved"));
    }

    [Theory]
    [InlineData("<WebsiteConfiguration></WebsiteConfiguration>", "InvalidArgument")]
    [InlineData("<WebsiteConfiguration><IndexDocument><Suffix>a/b</Suffix></IndexDocument></WebsiteConfiguration>", "InvalidArgument")]
    [InlineData("<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><RedirectAllRequestsTo><HostName>h</HostName></RedirectAllRequestsTo></WebsiteConfiguration>", "InvalidArgument")]
    [InlineData("<WebsiteConfiguration><RedirectAllRequestsTo><HostName>h</HostName><Protocol>ftp</Protocol></RedirectAllRequestsTo></WebsiteConfiguration>", "InvalidRequest")]
    [InlineData("<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><RoutingRules><RoutingRule><Redirect><HttpRedirectCode>200</HttpRedirectCode></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>", "InvalidRequest")]
    [InlineData("<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><RoutingRules><RoutingRule><Redirect><ReplaceKeyWith>a</ReplaceKeyWith><ReplaceKeyPrefixWith>b</ReplaceKeyPrefixWith></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>", "InvalidRequest")]
    public async Task A_configuration_that_cannot_be_meant_is_refused(string xml, string code)
    {
        var bucket = await cloud.BucketAsync();
        using var request = cloud.Request(HttpMethod.Put, $"/{bucket}?website", new StringContent(xml));

        using var answer = await cloud.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"<Code>{code}</Code>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var kept = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, $"/{bucket}?website"), Cancellation);
        Assert.Contains("<Code>NoSuchWebsiteConfiguration</Code>", await kept.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
