using System.Text.Json;

namespace Unkai.S3.Selecting;

/// <summary>The functions that are no aggregates.</summary>
/// <remarks>Source: Amazon S3 User Guide, "SQL functions".</remarks>
internal static class SqlFunctions
{
    /// <summary>The fewest and most arguments of each.</summary>
    private static readonly Dictionary<string, (int Least, int Most)> s_known = new(StringComparer.Ordinal)
    {
        ["CHAR_LENGTH"] = (1, 1), ["CHARACTER_LENGTH"] = (1, 1), ["LOWER"] = (1, 1), ["UPPER"] = (1, 1), ["SUBSTRING"] = (2, 3),
        ["TRIM"] = (1, 1), ["TRIM BOTH"] = (1, 2), ["TRIM LEADING"] = (1, 2), ["TRIM TRAILING"] = (1, 2),
        ["COALESCE"] = (1, 64), ["NULLIF"] = (2, 2), ["DATE_ADD"] = (3, 3), ["DATE_DIFF"] = (3, 3), ["EXTRACT"] = (2, 2),
        ["TO_STRING"] = (2, 2), ["TO_TIMESTAMP"] = (1, 1), ["UTCNOW"] = (0, 0), ["SIZE"] = (1, 1),
    };

    internal static void Check(string function, int arguments)
    {
        if (!s_known.TryGetValue(function, out var counts))
        {
            throw new SelectException(SelectErrors.UnsupportedFunction(function));
        }

        if (arguments < counts.Least || arguments > counts.Most)
        {
            throw new SelectException(SelectErrors.WrongArguments(function));
        }
    }

    internal static object? Call(string function, object?[] arguments, DateTimeOffset now)
    {
        switch (function)
        {
            case "UTCNOW":
                return now;
            case "COALESCE":
                return Array.Find(arguments, static value => !SqlValues.IsNothing(value));
            case "NULLIF":
                return SqlValues.Compare(arguments[0], arguments[1]) == 0 ? null : arguments[0];
        }

        if (Array.Exists(arguments, SqlValues.IsNothing))
        {
            return null;
        }

        return function switch
        {
            "CHAR_LENGTH" or "CHARACTER_LENGTH" => (decimal)Text(function, arguments[0]).EnumerateRunes().Count(),
            "LOWER" => Text(function, arguments[0]).ToLowerInvariant(),
            "UPPER" => Text(function, arguments[0]).ToUpperInvariant(),
            "TRIM" or "TRIM BOTH" => Text(function, arguments[0]).Trim(Characters(arguments)),
            "TRIM LEADING" => Text(function, arguments[0]).TrimStart(Characters(arguments)),
            "TRIM TRAILING" => Text(function, arguments[0]).TrimEnd(Characters(arguments)),
            "SUBSTRING" => Substring(arguments),
            "SIZE" => arguments[0] is JsonElement { ValueKind: JsonValueKind.Array } list ? (decimal)list.GetArrayLength()
                : arguments[0] is JsonElement { ValueKind: JsonValueKind.Object } one ? (decimal)one.EnumerateObject().Count()
                : throw new SelectException(SelectErrors.WrongArgumentType(function)),
            "DATE_ADD" => SqlTimestamps.Add(Time(function, arguments[2]), Text(function, arguments[0]), (int)Math.Clamp(Whole(function, arguments[1]), int.MinValue, int.MaxValue)),
            "DATE_DIFF" => SqlTimestamps.Difference(Text(function, arguments[0]), Time(function, arguments[1]), Time(function, arguments[2])),
            "EXTRACT" => SqlTimestamps.Extract(Text(function, arguments[0]), Time(function, arguments[1])),
            "TO_STRING" => SqlTimestamps.Format(Time(function, arguments[0]), Text(function, arguments[1])),
            _ => Time(function, arguments[0]),
        };
    }

    private static string Substring(object?[] arguments)
    {
        var text = Text("SUBSTRING", arguments[0]);
        var start = Whole("SUBSTRING", arguments[1]) - 1;
        var end = arguments.Length < 3 ? decimal.MaxValue : start + Whole("SUBSTRING", arguments[2]);
        if (end < start)
        {
            throw new SelectException(SelectErrors.WrongArgumentType("SUBSTRING"));
        }

        // A start before the text shortens what is taken.
        var from = (int)Math.Clamp(start, 0, text.Length);
        return text[from..(int)Math.Clamp(end, from, text.Length)];
    }

    private static char[] Characters(object?[] arguments) => arguments.Length < 2 ? [' '] : Text("TRIM", arguments[1]).ToCharArray();

    private static string Text(string function, object? value) => value is string text ? text : throw new SelectException(SelectErrors.WrongArgumentType(function));

    private static decimal Whole(string function, object? value) =>
        SqlValues.Number(value) switch
        {
            decimal number => decimal.Truncate(number),
            double number when Math.Abs(number) < 1e18 => (decimal)Math.Truncate(number),
            _ => throw new SelectException(SelectErrors.WrongArgumentType(function)),
        };

    private static DateTimeOffset Time(string function, object? value) => SqlValues.Timestamp(value) ?? throw new SelectException(SelectErrors.WrongArgumentType(function));
}
