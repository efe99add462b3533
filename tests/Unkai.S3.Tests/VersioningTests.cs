using System.Net;
using System.Xml.Linq;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class VersioningTests(S3Cloud cloud)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<List<S3ObjectVersion>> VersionsAsync(string bucket) =>
        (await cloud.Client.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket }, Cancellation)).Versions ?? [];

    [Fact]
    public async Task Versioning_is_off_until_it_is_asked_for()
    {
        var bucket = await cloud.BucketAsync();
        Assert.True(string.IsNullOrEmpty((await cloud.Client.GetBucketVersioningAsync(bucket, Cancellation)).VersioningConfig.Status?.Value) || (await cloud.Client.GetBucketVersioningAsync(bucket, Cancellation)).VersioningConfig.Status == VersionStatus.Off);
        Assert.Null((await cloud.PutAsync(bucket, "film", "x")).VersionId);

        await cloud.SetVersioningAsync(bucket, "Enabled");
        Assert.Equal(VersionStatus.Enabled, (await cloud.Client.GetBucketVersioningAsync(bucket, Cancellation)).VersioningConfig.Status);
        await cloud.SetVersioningAsync(bucket, "Suspended");
        Assert.Equal(VersionStatus.Suspended, (await cloud.Client.GetBucketVersioningAsync(bucket, Cancellation)).VersioningConfig.Status);
    }

    [Fact]
    public async Task Each_put_makes_a_version_and_all_can_be_read()
    {
        var bucket = await cloud.VersionedBucketAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await cloud.PutAsync(bucket, "film", $"{i}")).VersionId);
        }

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal($"{i}", await cloud.GetAsync(bucket, "film", ids[i]));
        }

        var versions = await VersionsAsync(bucket);
        Assert.Equal(Enumerable.Reverse(ids), versions.Select(version => version.VersionId));
        Assert.Equal([true, false, false, false, false], versions.Select(version => version.IsLatest == true));
        Assert.Equal("4", await cloud.GetAsync(bucket, "film"));
    }

    [Fact]
    public async Task A_delete_leaves_a_marker_and_its_removal_brings_the_object_back()
    {
        var bucket = await cloud.VersionedBucketAsync();
        var version = (await cloud.PutAsync(bucket, "film", "x")).VersionId;

        var deleted = await cloud.Client.DeleteObjectAsync(bucket, "film", Cancellation);
        using var answer = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, $"/{bucket}/film"), Cancellation);
        using var marker = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, $"/{bucket}/film?versionId={Uri.EscapeDataString(deleted.VersionId)}"), Cancellation);
        using var head = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Head, $"/{bucket}/film?versionId={Uri.EscapeDataString(deleted.VersionId)}"), Cancellation);

        Assert.Equal("true", deleted.DeleteMarker);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("true", Assert.Single(answer.Headers.GetValues("x-amz-delete-marker")));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, marker.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, head.StatusCode);
        Assert.Empty((await cloud.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket }, Cancellation)).S3Objects ?? []);
        Assert.Equal("x", await cloud.GetAsync(bucket, "film", version));

        var removed = await cloud.Client.DeleteObjectAsync(bucket, "film", deleted.VersionId, Cancellation);

        Assert.Equal(("true", deleted.VersionId), (removed.DeleteMarker, removed.VersionId));
        Assert.Equal("x", await cloud.GetAsync(bucket, "film"));
    }

    [Fact]
    public async Task Removing_the_current_version_brings_the_one_before_forward()
    {
        var bucket = await cloud.VersionedBucketAsync();
        await cloud.PutAsync(bucket, "film", "first");
        var second = (await cloud.PutAsync(bucket, "film", "second")).VersionId;

        await cloud.Client.DeleteObjectAsync(bucket, "film", second, Cancellation);

        Assert.Equal("first", await cloud.GetAsync(bucket, "film"));
        Assert.True(Assert.Single(await VersionsAsync(bucket)).IsLatest);
        await Refused.WithAsync("NoSuchVersion", HttpStatusCode.NotFound, () => cloud.GetAsync(bucket, "film", second));
    }

    [Fact]
    public async Task What_was_there_before_versioning_is_the_null_version()
    {
        var bucket = await cloud.BucketAsync();
        await cloud.PutAsync(bucket, "film", "before");
        await cloud.SetVersioningAsync(bucket, "Enabled");
        await cloud.PutAsync(bucket, "film", "after");

        Assert.Equal("before", await cloud.GetAsync(bucket, "film", "null"));
        Assert.Equal("null", (await VersionsAsync(bucket))[1].VersionId);
    }

    [Fact]
    public async Task In_a_suspended_bucket_puts_replace_the_null_version_only()
    {
        var bucket = await cloud.VersionedBucketAsync();
        var kept = (await cloud.PutAsync(bucket, "film", "kept")).VersionId;
        await cloud.SetVersioningAsync(bucket, "Suspended");

        var first = await cloud.PutAsync(bucket, "film", "null 1");
        await cloud.PutAsync(bucket, "film", "null 2");

        Assert.Equal("null", first.VersionId ?? "null");
        Assert.Equal(["null", kept], (await VersionsAsync(bucket)).Select(version => version.VersionId));
        Assert.Equal("null 2", await cloud.GetAsync(bucket, "film"));

        // The marker is the null version now, and the null object is gone.
        var deleted = await cloud.Client.DeleteObjectAsync(bucket, "film", Cancellation);
        Assert.Equal(("true", "null"), (deleted.DeleteMarker, deleted.VersionId));
        Assert.Equal([("null", true), (kept, false)], (await VersionsAsync(bucket)).Select(version => (version.VersionId, version.IsDeleteMarker == true)).OrderByDescending(one => one.Item2));
        await cloud.Client.DeleteObjectAsync(bucket, "film", "null", Cancellation);
        Assert.Equal("kept", await cloud.GetAsync(bucket, "film"));
    }

    [Fact]
    public async Task Enabled_again_a_bucket_keeps_its_null_version_until_it_is_replaced()
    {
        var bucket = await cloud.VersionedBucketAsync();
        await cloud.SetVersioningAsync(bucket, "Suspended");
        await cloud.PutAsync(bucket, "film", "null 1");
        await cloud.SetVersioningAsync(bucket, "Enabled");
        var second = (await cloud.PutAsync(bucket, "film", "second")).VersionId;
        await cloud.SetVersioningAsync(bucket, "Suspended");

        await cloud.PutAsync(bucket, "film", "null 2");

        Assert.Equal(["null", second], (await VersionsAsync(bucket)).Select(version => version.VersionId));
        Assert.Equal("null 2", await cloud.GetAsync(bucket, "film", "null"));
        Assert.Equal("second", await cloud.GetAsync(bucket, "film", second));
    }

    [Theory]
    [InlineData("no-version", "InvalidArgument", HttpStatusCode.BadRequest)]
    [InlineData("null", "NoSuchVersion", HttpStatusCode.NotFound)]
    public async Task A_version_that_is_not_there_is_refused(string version, string code, HttpStatusCode status)
    {
        var bucket = await cloud.VersionedBucketAsync();
        await cloud.PutAsync(bucket, "film", "x");

        await Refused.WithAsync(code, status, () => cloud.GetAsync(bucket, "film", version));
    }

    [Fact]
    public async Task Versions_are_listed_page_by_page()
    {
        var bucket = await cloud.VersionedBucketAsync();
        var all = new List<(string Key, string Id)>();
        foreach (var key in new[] { "a", "b/1", "b/2", "c" })
        {
            var ids = new List<(string, string)>();
            for (var i = 0; i < 3; i++)
            {
                ids.Insert(0, (key, (await cloud.PutAsync(bucket, key, $"{i}")).VersionId));
            }

            all.AddRange(ids);
        }

        for (var size = 1; size <= 13; size++)
        {
            var listed = new List<(string, string)>();
            var request = new ListVersionsRequest { BucketName = bucket, MaxKeys = size };
            while (true)
            {
                var page = await cloud.Client.ListVersionsAsync(request, Cancellation);
                Assert.InRange(page.Versions.Count, 1, size);
                listed.AddRange(page.Versions.Select(version => (version.Key, version.VersionId)));
                if (page.IsTruncated != true)
                {
                    break;
                }

                (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
            }

            Assert.Equal(all, listed);
        }

        var grouped = await cloud.Client.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket, Delimiter = "/" }, Cancellation);
        Assert.Equal(["b/"], grouped.CommonPrefixes);
        Assert.Equal(6, grouped.Versions.Count);
    }

    [Fact]
    public async Task Versions_and_markers_stand_in_one_sequence_page_by_page()
    {
        var bucket = await cloud.VersionedBucketAsync();
        var all = new List<(string, string)>();
        foreach (var key in new[] { "a", "b", "c/1", "d" })
        {
            var ids = new List<(string, string)>();
            for (var i = 0; i < 2; i++)
            {
                ids.Insert(0, ("Version", (await cloud.PutAsync(bucket, key, $"{i}")).VersionId));
                ids.Insert(0, ("DeleteMarker", (await cloud.Client.DeleteObjectAsync(bucket, key, Cancellation)).VersionId));
            }

            all.AddRange(ids);
        }

        for (var size = 1; size <= all.Count + 1; size++)
        {
            var listed = new List<(string, string)>();
            for (var more = ""; more is not null;)
            {
                var page = await ListingAsync($"/{bucket}?versions&max-keys={size}{more}");
                var entries = page.Elements().Where(one => one.Name.LocalName is "Version" or "DeleteMarker").ToList();
                Assert.InRange(entries.Count, 1, size);
                listed.AddRange(entries.Select(one => (one.Name.LocalName, Text(one, "VersionId")!)));
                more = Text(page, "IsTruncated") == "true" ? $"&key-marker={Text(page, "NextKeyMarker")}&version-id-marker={Text(page, "NextVersionIdMarker")}" : null;
            }

            Assert.Equal(all, listed);
        }

        var grouped = await ListingAsync($"/{bucket}?versions&delimiter=/");
        Assert.Equal(["a", "a", "a", "a", "b", "b", "b", "b", "d", "d", "d", "d"], grouped.Elements().Where(one => one.Name.LocalName is "Version" or "DeleteMarker").Select(one => Text(one, "Key")));
        Assert.Equal("c/", Text(grouped.Elements().Single(one => one.Name.LocalName == "CommonPrefixes"), "Prefix"));
    }

    private static string? Text(XElement parent, string name) => parent.Elements().FirstOrDefault(one => one.Name.LocalName == name)?.Value;

    private async Task<XElement> ListingAsync(string target)
    {
        using var answer = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, target), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return XElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
