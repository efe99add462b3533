using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests.Configurations;

/// <summary>Configurations that are kept and returned.</summary>
public sealed class ConfigurationTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Kinds { get; } = new()
    {
        { "metrics", "MetricsConfiguration", "<Id>~</Id><Filter><And><Prefix>documents/</Prefix><Tag><Key>priority</Key><Value>high</Value></Tag></And></Filter>" },
        { "analytics", "AnalyticsConfiguration", "<Id>~</Id><Filter><Prefix>a</Prefix></Filter><StorageClassAnalysis><DataExport><OutputSchemaVersion>V_1</OutputSchemaVersion><Destination><S3BucketDestination><Format>CSV</Format><Bucket>arn:aws:s3:::target</Bucket></S3BucketDestination></Destination></DataExport></StorageClassAnalysis>" },
        { "intelligent-tiering", "IntelligentTieringConfiguration", "<Id>~</Id><Status>Enabled</Status><Tiering><Days>90</Days><AccessTier>ARCHIVE_ACCESS</AccessTier></Tiering>" },
        { "inventory", "InventoryConfiguration", "<Destination><S3BucketDestination><Bucket>arn:aws:s3:::target</Bucket><Format>CSV</Format></S3BucketDestination></Destination><IsEnabled>true</IsEnabled><Id>~</Id><IncludedObjectVersions>All</IncludedObjectVersions><OptionalFields><Field>Size</Field><Field>ETag</Field></OptionalFields><Schedule><Frequency>Daily</Frequency></Schedule>" },
    };

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, string? xml = null)
    {
        using var request = cloud.Request(method, path, xml is null ? null : new StringContent(xml));
        using var answer = await cloud.Http.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_put_is_got_listed_and_removed(string kind, string root, string content)
    {
        var bucket = await cloud.BucketAsync();
        string Xml(string id) => $"<{root} xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{content.Replace("~", id, StringComparison.Ordinal)}</{root}>";

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, $"/{bucket}?{kind}&id=b", Xml("b"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, $"/{bucket}?{kind}&id=a", Xml("a"))).Status);
        var got = await SendAsync(HttpMethod.Get, $"/{bucket}?{kind}&id=a");
        var listed = await SendAsync(HttpMethod.Get, $"/{bucket}?{kind}");
        var deleted = await SendAsync(HttpMethod.Delete, $"/{bucket}?{kind}&id=a");
        var missing = await SendAsync(HttpMethod.Get, $"/{bucket}?{kind}&id=a");
        var again = await SendAsync(HttpMethod.Delete, $"/{bucket}?{kind}&id=a");

        Assert.Contains(content.Replace("~", "a", StringComparison.Ordinal)[..40], got.Body, StringComparison.Ordinal);
        Assert.Contains("<IsTruncated>false</IsTruncated>", listed.Body, StringComparison.Ordinal);
        Assert.True(listed.Body.IndexOf("<Id>a</Id>", StringComparison.Ordinal) < listed.Body.IndexOf("<Id>b</Id>", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (deleted.Status, missing.Status, again.Status));
        Assert.Contains("<Code>NoSuchConfiguration</Code>", missing.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Put, $"/{bucket}?{kind}&id=other", Xml("a"))).Status);
        Assert.Contains("<Code>MalformedXML</Code>", (await SendAsync(HttpMethod.Put, $"/{bucket}?{kind}&id=a", $"<{root}></{root}>")).Body, StringComparison.Ordinal);
        await cloud.Client.DeleteBucketAsync(bucket, Cancellation);
    }

    [Fact]
    public async Task Lists_come_a_hundred_a_page()
    {
        var bucket = await cloud.BucketAsync();
        for (var i = 0; i < 101; i++)
        {
            await cloud.Client.PutBucketMetricsConfigurationAsync(new PutBucketMetricsConfigurationRequest { BucketName = bucket, MetricsId = $"m{i:000}", MetricsConfiguration = new MetricsConfiguration { MetricsId = $"m{i:000}" } }, Cancellation);
        }

        var first = await cloud.Client.ListBucketMetricsConfigurationsAsync(new ListBucketMetricsConfigurationsRequest { BucketName = bucket }, Cancellation);
        var second = await cloud.Client.ListBucketMetricsConfigurationsAsync(new ListBucketMetricsConfigurationsRequest { BucketName = bucket, ContinuationToken = first.NextToken }, Cancellation);

        Assert.Equal((100, true), (first.MetricsConfigurationList.Count, first.IsTruncated));
        Assert.Equal("m100", Assert.Single(second.MetricsConfigurationList).MetricsId);
    }

    [Fact]
    public async Task Acceleration_is_kept()
    {
        var bucket = await cloud.BucketAsync();
        Assert.Null((await cloud.Client.GetBucketAccelerateConfigurationAsync(bucket, Cancellation)).Status);

        await cloud.Client.PutBucketAccelerateConfigurationAsync(new PutBucketAccelerateConfigurationRequest { BucketName = bucket, AccelerateConfiguration = new AccelerateConfiguration { Status = BucketAccelerateStatus.Enabled } }, Cancellation);

        Assert.Equal(BucketAccelerateStatus.Enabled, (await cloud.Client.GetBucketAccelerateConfigurationAsync(bucket, Cancellation)).Status);
        Assert.Contains("<Code>MalformedXML</Code>", (await SendAsync(HttpMethod.Put, $"/{bucket}?accelerate", "<AccelerateConfiguration><Status>On</Status></AccelerateConfiguration>")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logging_is_kept_and_its_target_must_be_there()
    {
        var bucket = await cloud.BucketAsync();
        var target = await cloud.BucketAsync();
        Task SetAsync(string to) => cloud.Client.PutBucketLoggingAsync(new PutBucketLoggingRequest { BucketName = bucket, LoggingConfig = new S3BucketLoggingConfig { TargetBucketName = to, TargetPrefix = "logs/" } }, Cancellation);

        await Refused.WithAsync("InvalidTargetBucketForLogging", HttpStatusCode.BadRequest, () => SetAsync("no-such-bucket"));
        await SetAsync(target);

        var kept = (await cloud.Client.GetBucketLoggingAsync(bucket, Cancellation)).BucketLoggingConfig;
        Assert.Equal((target, "logs/"), (kept.TargetBucketName, kept.TargetPrefix));
        await cloud.Client.PutBucketLoggingAsync(new PutBucketLoggingRequest { BucketName = bucket, LoggingConfig = new S3BucketLoggingConfig() }, Cancellation);
        Assert.DoesNotContain("LoggingEnabled", (await SendAsync(HttpMethod.Get, $"/{bucket}?logging")).Body, StringComparison.Ordinal);
    }
}
