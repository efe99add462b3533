using System.Text;
using Amazon.S3.Model;
using FsCheck;
using FsCheck.Fluent;

namespace Unkai.S3.Tests;

/// <summary>Listings of random buckets against what a sorted list says.</summary>
public sealed class ListingModelTests(S3Cloud cloud)
{
    private const int Cases = 60;

    private static readonly Gen<string> s_text = Gen.Elements("a", "b", "/", "é", "🎬", " ", "+", "%", "\uFFFD", "a/").ArrayOf().Select(string.Concat);

    private static readonly Arbitrary<Question> s_questions = (
        from keys in s_text.Where(key => key.Length is > 0 and < 20).ArrayOf()
        from prefix in Gen.OneOf(Gen.Constant(""), Gen.Elements("a", "/", "é", "a/", "🎬"), s_text.Where(text => text.Length < 4))
        from delimiter in Gen.Elements(null, "/", "/", "a", "é", "a/")
        from max in Gen.Choose(1, 6)
        select new Question([.. keys.Distinct()], prefix, delimiter, max)).ToArbitrary();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Pages_of_any_size_hold_what_a_sorted_list_holds() =>
        Prop.ForAll(s_questions, question => AskAsync(question).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));

    private static List<string> Expected(Question question)
    {
        var entries = new List<string>();
        foreach (var key in question.Keys.OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal))
        {
            if (!key.StartsWith(question.Prefix, StringComparison.Ordinal))
            {
                continue;
            }

            var at = question.Delimiter is null ? -1 : key.IndexOf(question.Delimiter, question.Prefix.Length, StringComparison.Ordinal);
            var entry = at < 0 ? "key " + key : "group " + key[..(at + question.Delimiter!.Length)];
            if (entries.Count == 0 || entries[^1] != entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    private static IEnumerable<string> Merge(IEnumerable<S3Object>? objects, IEnumerable<string>? groups) =>
        (objects ?? []).Select(one => (Name: one.Key, Entry: "key " + one.Key))
            .Concat((groups ?? []).Select(group => (Name: group, Entry: "group " + group)))
            .OrderBy(entry => Convert.ToHexString(Encoding.UTF8.GetBytes(entry.Name)), StringComparer.Ordinal)
            .Select(entry => entry.Entry);

    private async Task AskAsync(Question question)
    {
        var bucket = await cloud.BucketAsync();
        foreach (var key in question.Keys)
        {
            using var put = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Put, $"/{bucket}/{Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal)}", new ByteArrayContent([])), Cancellation);
            put.EnsureSuccessStatusCode();
        }

        var expected = Expected(question);
        Assert.Equal(expected, await PagesV2Async(bucket, question, expected.Count));
        Assert.Equal(expected, await PagesV1Async(bucket, question, expected.Count));
    }

    private async Task<List<string>> PagesV2Async(string bucket, Question question, int total)
    {
        var found = new List<string>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = question.Prefix, Delimiter = question.Delimiter, MaxKeys = question.Max };
        while (true)
        {
            var page = await cloud.Client.ListObjectsV2Async(request, Cancellation);
            found.AddRange(Merge(page.S3Objects, page.CommonPrefixes));
            Assert.Equal((page.S3Objects?.Count ?? 0) + (page.CommonPrefixes?.Count ?? 0), page.KeyCount);
            Assert.Equal(found.Count < total, page.IsTruncated == true);
            if (page.IsTruncated != true)
            {
                return found;
            }

            Assert.Equal(question.Max, page.KeyCount);
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    private async Task<List<string>> PagesV1Async(string bucket, Question question, int total)
    {
        var found = new List<string>();
        var request = new ListObjectsRequest { BucketName = bucket, Prefix = question.Prefix, Delimiter = question.Delimiter, MaxKeys = question.Max };
        while (true)
        {
            var page = await cloud.Client.ListObjectsAsync(request, Cancellation);
            found.AddRange(Merge(page.S3Objects, page.CommonPrefixes));
            Assert.Equal(found.Count < total, page.IsTruncated == true);
            if (page.IsTruncated != true)
            {
                return found;
            }

            request.Marker = page.NextMarker ?? page.S3Objects![^1].Key;
        }
    }

    private sealed record Question(string[] Keys, string Prefix, string? Delimiter, int Max)
    {
        public override string ToString() => $"keys [{string.Join(", ", Keys.Select(key => $"'{key}'"))}], prefix '{Prefix}', delimiter '{Delimiter}', {Max} a page";
    }
}
