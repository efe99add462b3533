using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Unkai.DynamoDb.Model;
using Unkai.Storage;

namespace Unkai.DynamoDb.Streams;

/// <summary>A place in a shard. On the wire: the stream's ARN, a bar, the version and the rest in URL-safe base64.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Shard">The shard's number.</param>
/// <param name="After">The last change that was seen; null: none, so the shard's first comes next.</param>
/// <param name="MadeAt">From when its 15 minutes count.</param>
internal sealed record ShardIterator(StreamKey Stream, int Shard, CommitStamp? After, DateTimeOffset MadeAt)
{
    private const string Version = "1";

    /// <summary>Source: DynamoDB API reference, GetShardIterator: 15 minutes.</summary>
    internal static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    internal string Text
    {
        get
        {
            var content = string.Create(CultureInfo.InvariantCulture, $"{Shard}|{(After is { } stamp ? SequenceNumbers.Of(stamp) : "")}|{MadeAt.UtcTicks}");
            return $"{StreamInfo.ArnOf(Stream.Account, Stream.Region, Stream.Table, Stream.Label)}|{Version}|{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(content))}";
        }
    }

    /// <returns>Null when the text is no iterator.</returns>
    internal static ShardIterator? Parse(string text)
    {
        var parts = text.Split('|');
        if (parts.Length != 3 || parts[1] != Version || StreamLookup.ParseArn(parts[0]) is not { } stream || !Base64Url.IsValid(parts[2]))
        {
            return null;
        }

        var content = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(parts[2])).Split('|');
        return content.Length == 3
            && int.TryParse(content[0], NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            && (content[1].Length == 0 || SequenceNumbers.Parse(content[1]) is not null)
            && long.TryParse(content[2], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new ShardIterator(stream, shard, SequenceNumbers.Parse(content[1]), new DateTimeOffset(ticks, TimeSpan.Zero))
            : null;
    }
}
