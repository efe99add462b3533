using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Wire.Protocols;

/// <summary>Scalars as text, as XML, Query, headers, labels and query strings have them.</summary>
internal static class TextValues
{
    public static bool TryParse(MemberContract member, TimestampFormat unsaid, string text, out ShapeValue value)
    {
        _ = unsaid;
        value = default;
        switch (member.Kind)
        {
            case ShapeKind.String:
                value = ShapeValue.Of((object)text);
                return true;
            case ShapeKind.Blob:
                return TryParseBlob(member, text, out value);
            case ShapeKind.Boolean:
                var isTrue = text.AsSpan().Trim() is "true" or "True" or "TRUE" or "1";
                value = ShapeValue.Of(isTrue);
                return isTrue || text.AsSpan().Trim() is "false" or "False" or "FALSE" or "0";
            case ShapeKind.Integer:
                var isInt = int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var small);
                value = ShapeValue.Of((long)small);
                return isInt;
            case ShapeKind.Long:
                var isLong = long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var large);
                value = ShapeValue.Of(large);
                return isLong;
            case ShapeKind.Float:
                var isFloat = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var single);
                value = ShapeValue.Of(single);
                return isFloat;
            case ShapeKind.Double:
                var isDouble = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
                value = ShapeValue.Of(number);
                return isDouble;
            case ShapeKind.Timestamp:
                if (Timestamps.Parse(text) is not { } time)
                {
                    return false;
                }

                value = ShapeValue.Of(time);
                return true;
            case ShapeKind.Document:
                if (Document.Parse(Encoding.UTF8.GetBytes(text)) is not { } document)
                {
                    return false;
                }

                value = ShapeValue.Of(document);
                return true;
            default:
                return false;
        }
    }

    public static string Format(MemberContract member, TimestampFormat unsaid, in ShapeValue value) => member.Kind switch
    {
        ShapeKind.String => value.String,
        ShapeKind.Blob when value.Reference is byte[] => Convert.ToBase64String(value.Blob.Span),
        ShapeKind.Boolean => value.Boolean ? "true" : "false",
        ShapeKind.Integer or ShapeKind.Long => value.Bits.ToString(CultureInfo.InvariantCulture),
        ShapeKind.Float => Number(value.Single, value.Single.ToString("R", CultureInfo.InvariantCulture)),
        ShapeKind.Double => Number(value.Double, value.Double.ToString("R", CultureInfo.InvariantCulture)),
        ShapeKind.Timestamp => Timestamps.Format(value.Timestamp, member.TimestampFormat == TimestampFormat.Default ? unsaid : member.TimestampFormat),
        ShapeKind.Document => Encoding.UTF8.GetString(((Document)value.Reference!).Utf8.Span),
        _ => "",
    };

    private static string Number(double value, string text) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "Infinity" : double.IsNegativeInfinity(value) ? "-Infinity" : text;

    private static bool TryParseBlob(MemberContract member, string text, out ShapeValue value)
    {
        value = default;
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length) + 3];
        if (!Convert.TryFromBase64String(text, bytes, out var count))
        {
            return false;
        }

        value = member.IsStreaming ? ShapeValue.Of(Payload.FromBytes(bytes.AsMemory(0, count))) : ShapeValue.Of(bytes.AsMemory(0, count));
        return true;
    }
}
