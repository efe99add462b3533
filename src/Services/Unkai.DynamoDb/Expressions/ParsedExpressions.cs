using System.Collections.Concurrent;
using System.Text;

namespace Unkai.DynamoDb.Expressions;

/// <summary>Expressions by their text, so that each is parsed once: programs have few, and send them again and again.</summary>
/// <param name="parse">Reads an expression; null with the reader's problem.</param>
internal sealed class ParsedExpressions<T>(Func<TokenReader, T?> parse)
    where T : class
{
    /// <summary>How many are kept; what builds its texts anew for every request does not grow this without end.</summary>
    private const int KeptMax = 1024;

    private ConcurrentDictionary<string, T> _kept = new(StringComparer.Ordinal);

    /// <summary>The expression, or what is wrong with it.</summary>
    internal (T? Expression, string? Problem) Of(string text)
    {
        if (_kept.TryGetValue(text, out var kept))
        {
            return (kept, null);
        }

        if (text.Length == 0)
        {
            return (null, ExpressionErrors.Empty);
        }

        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > TokenReader.BytesMax)
        {
            return (null, ExpressionErrors.TooLong(bytes));
        }

        var reader = new TokenReader(text);
        if (parse(reader) is not { } parsed)
        {
            return (null, reader.Problem);
        }

        if (_kept.Count >= KeptMax)
        {
            _kept = new(StringComparer.Ordinal);
        }

        _kept[text] = parsed;
        return (parsed, null);
    }
}
