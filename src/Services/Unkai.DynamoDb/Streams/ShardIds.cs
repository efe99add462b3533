using System.Globalization;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Streams;

/// <summary>Names of shards: <c>shardId-</c>, the milliseconds at which it was opened in 20 digits, and its number in 8 hexadecimal digits.</summary>
internal static class ShardIds
{
    private const string Prefix = "shardId-";

    internal static string Of(ShardRecord shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{shard.OpenedAt.ToUnixTimeMilliseconds():D20}-{shard.Number:x8}");

    /// <returns>The shard's number; null when the text is no shard's name.</returns>
    internal static int? Parse(string text)
    {
        var dash = text.LastIndexOf('-');
        return text.StartsWith(Prefix, StringComparison.Ordinal) && dash > Prefix.Length
            && int.TryParse(text.AsSpan(dash + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number
            : null;
    }
}
