using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Reading;

/// <summary>Reads a page of rows: up to the limit, or until a megabyte has been looked at.</summary>
internal static class PageReader
{
    /// <summary>Source: DynamoDB API reference, Query and Scan. The row that passes it is the page's last.</summary>
    private const long PageBytesMax = 1024 * 1024;
    private const int FirstRows = 32;
    private const int MoreRows = 512;

    internal static async ValueTask<Page> ReadAsync(
        Snapshot snapshot, bool isIndex, KeyRange range, bool isReverse, int? limit, Func<MapValue, bool>? filter, bool keepsItems)
    {
        var page = new Page();
        var left = limit ?? int.MaxValue;
        var size = FirstRows;
        while (true)
        {
            var asked = Math.Min(size, left);
            var entries = await snapshot.RangeAsync(range, asked, isReverse);
            foreach (var entry in entries)
            {
                var item = isIndex ? DynamoDbTables.IndexRows.ValueOf(entry) : DynamoDbTables.Items.ValueOf(entry);
                page.ScannedCount++;
                page.Bytes += item.ItemSizeBytes;
                left--;
                if (filter is null || filter(item))
                {
                    page.Count++;
                    if (keepsItems)
                    {
                        page.Items.Add(item);
                    }
                }

                if (left == 0 || page.Bytes >= PageBytesMax)
                {
                    page.Last = item;
                    return page;
                }
            }

            if (entries.Count < asked)
            {
                return page;
            }

            range = isReverse ? range.Before(entries[^1].Key) : range.After(entries[^1].Key);
            size = MoreRows;
        }
    }
}
