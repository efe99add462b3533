using System.Buffers;
using System.Buffers.Text;
using Unkai.Api;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>Where a SELECT goes on: NextToken.</summary>
/// <param name="Range">Which of the plan's ranges.</param>
/// <param name="Last">The key of the last row that was looked at in it.</param>
internal sealed record SelectToken(int Range, MapValue Last)
{
    private const string RangeName = "range";
    private const string LastName = "last";

    internal string Write()
    {
        var bytes = new ArrayBufferWriter<byte>();
        ItemCodec.Instance.Write(new MapValue(new() { [RangeName] = new NumberValue(Number.Of(Range)), [LastName] = Last }), bytes);
        return Base64Url.EncodeToString(bytes.WrittenSpan);
    }

    /// <summary>The token; ValidationException for text that is none.</summary>
    internal static Outcome<SelectToken> Read(string text, int ranges)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var length))
        {
            return PartiQlErrors.InvalidNextToken;
        }

        try
        {
            var token = ItemCodec.Instance.Read(bytes.AsMemory(0, length));
            return token[RangeName] is NumberValue { Number: var range } && token[LastName] is MapValue last && range.CompareTo(Number.Of(ranges)) < 0
                && int.TryParse(range.ToString(), out var number) && number >= 0
                ? new SelectToken(number, last)
                : PartiQlErrors.InvalidNextToken;
        }
        catch (StoreCorruptException)
        {
            return PartiQlErrors.InvalidNextToken;
        }
    }
}
