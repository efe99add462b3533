using System.Globalization;
using Unkai.DynamoDb.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Items;

/// <summary>When items go by themselves.</summary>
/// <remarks>
/// DynamoDB promises to remove an item within days of its time; here it goes at the end of the minute in which its time comes, or at the end of the
/// minute in which it was written with a time that had passed. Source: DynamoDB Developer Guide, "Using time to live": Unix seconds in a Number;
/// what is more than five years past does not count.
/// </remarks>
internal static class Expiry
{
    private const int SecondsPerMinute = 60;
    private const int YearsMax = 5;

    /// <summary>The second after which an item goes; null: it stays.</summary>
    internal static long? SecondOf(MapValue? item, string attribute) =>
        item?[attribute] is NumberValue number && decimal.TryParse(number.Number.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var second)
            && second is > 0 and < 253_402_300_000 ? (long)second : null;

    /// <summary>Whether an item's time has come.</summary>
    internal static bool HasPassed(long second, DateTimeOffset now) =>
        second <= now.ToUnixTimeSeconds() && second > now.AddYears(-YearsMax).ToUnixTimeSeconds();

    /// <summary>The minute at whose beginning an item of this second goes.</summary>
    internal static long MinuteOf(long second) => (second / SecondsPerMinute) + 1;

    /// <summary>Keeps what is known of expiries in step with an item.</summary>
    internal static async ValueTask WriteAsync(
        Transaction transaction, TableRecord table, TimeToLiveRecord timeToLive, DateTimeOffset now, ItemKey key, MapValue? old, MapValue? item)
    {
        var before = SecondOf(old, timeToLive.Attribute) is { } gone ? MinuteOf(gone) : (long?)null;
        var after = SecondOf(item, timeToLive.Attribute) is { } comes ? MinuteOf(comes) : (long?)null;
        if (before == after)
        {
            return;
        }

        if (before is { } was)
        {
            DynamoDbTables.Expiries.Delete(transaction, (timeToLive.Id, was, key.Partition, key.Sort));
        }

        if (after is { } minute)
        {
            await AddAsync(transaction, table, timeToLive, now, key, minute);
        }
    }

    internal static async ValueTask AddAsync(Transaction transaction, TableRecord table, TimeToLiveRecord timeToLive, DateTimeOffset now, ItemKey key, long minute)
    {
        DynamoDbTables.Expiries.Put(transaction, (timeToLive.Id, minute, key.Partition, key.Sort), DynamoDbTables.Present);
        if (!await DynamoDbTables.ExpiryMinutes.ContainsAsync(transaction, (timeToLive.Id, minute)))
        {
            DynamoDbTables.ExpiryMinutes.Put(transaction, (timeToLive.Id, minute), DynamoDbTables.Present);
            var next = (now.ToUnixTimeSeconds() / SecondsPerMinute) + 1;
            transaction.Enqueue(ExpireItems.JobOf(table, timeToLive.Id, minute, DateTimeOffset.FromUnixTimeSeconds(Math.Max(minute, next) * SecondsPerMinute)));
        }
    }
}
