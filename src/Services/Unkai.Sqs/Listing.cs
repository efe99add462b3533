using System.Text;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Sqs.Model;
using Unkai.Storage;

namespace Unkai.Sqs;

/// <summary>Pages of an account's queues, in the order of their names. A token is the last name of the page before.</summary>
internal static class Listing
{
    private const int ResultsMax = 1000;

    /// <summary>The URLs of a page and the token of the next; a token comes only where the caller says how many it wants.</summary>
    internal static async ValueTask<Outcome<(List<string> Urls, string? Next)>> PageAsync(
        Call call, string account, string prefix, int? max, string? token, Func<QueueRecord, bool> isListed)
    {
        if (max is < 1 or > ResultsMax)
        {
            return SqsErrors.InvalidParameter($"{max}", "MaxResults", $"MaxResults must be an integer between 1 and {ResultsMax}.");
        }

        string? after = null;
        if (!string.IsNullOrEmpty(token))
        {
            var bytes = new byte[token.Length];
            if (max is null || !Convert.TryFromBase64String(token, bytes, out var size))
            {
                return SqsErrors.InvalidParameter("Invalid or expired next token.");
            }

            after = Encoding.UTF8.GetString(bytes, 0, size);
        }

        return await call.ReadAsync(async snapshot =>
        {
            var names = SqsTables.Queues.Under(account, call.Region);
            var range = names.StartingWith(prefix);
            var urls = new List<string>();
            string? last = null;
            await foreach (var (_, queue) in SqsTables.Queues.EachAsync(snapshot, after is null ? range : range.Intersect(names.After(after))))
            {
                if (!isListed(queue))
                {
                    continue;
                }

                if (urls.Count == (max ?? ResultsMax))
                {
                    return (Outcome<(List<string>, string?)>)(urls, max is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(last!)));
                }

                urls.Add(Queues.UrlOf(call, queue));
                last = queue.Name;
            }

            return (urls, null);
        });
    }
}
