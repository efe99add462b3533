using System.Globalization;
using System.Text.Json;

namespace Unkai.S3.Selecting;

/// <summary>Values of expressions: null, <see cref="Missing"/>, bool, decimal, double, string, DateTimeOffset, or a JsonElement that is an object or array.</summary>
internal static class SqlValues
{
    /// <summary>What is not there at all, as distinct from null.</summary>
    internal static readonly object Missing = new();

    internal static bool IsNothing(object? value) => value is null || ReferenceEquals(value, Missing);

    internal static object? FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined => Missing,
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetDecimal(out var number) ? number : element.GetDouble(),
        _ => element,
    };

    /// <returns>Null when the values cannot be compared.</returns>
    internal static int? Compare(object? left, object? right)
    {
        if (IsNothing(left) || IsNothing(right))
        {
            return null;
        }

        if (left is string leftText && right is string rightText)
        {
            return string.CompareOrdinal(leftText, rightText);
        }

        if (left is bool leftFlag && right is bool rightFlag)
        {
            return leftFlag.CompareTo(rightFlag);
        }

        if (left is DateTimeOffset || right is DateTimeOffset)
        {
            return Timestamp(left) is { } leftTime && Timestamp(right) is { } rightTime ? leftTime.CompareTo(rightTime) : null;
        }

        if (left is bool || right is bool)
        {
            return Flag(left) is { } one && Flag(right) is { } other ? one.CompareTo(other) : null;
        }

        // The fields of CSV are texts: beside a number they are read as one.
        return Number(left) is not { } a || Number(right) is not { } b ? null
            : a is decimal exactA && b is decimal exactB ? exactA.CompareTo(exactB)
            : Convert.ToDouble(a, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(b, CultureInfo.InvariantCulture));
    }

    /// <returns>A decimal, a double, or null for what is no number.</returns>
    internal static object? Number(object? value) => value switch
    {
        decimal or double => value,
        string text when decimal.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        string text when double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    internal static object? Arithmetic(char sign, object? left, object? right)
    {
        if (IsNothing(left) || IsNothing(right))
        {
            return null;
        }

        if (Number(left) is not { } a || Number(right) is not { } b)
        {
            throw new SelectException(SelectErrors.Arithmetic);
        }

        if (sign is '/' or '%' && Convert.ToDouble(b, CultureInfo.InvariantCulture) == 0)
        {
            throw new SelectException(SelectErrors.DivisionByZero);
        }

        if (a is decimal x && b is decimal y)
        {
            try
            {
                return sign switch
                {
                    '+' => x + y,
                    '-' => x - y,
                    '*' => x * y,
                    '%' => x % y,
                    _ => x == decimal.Truncate(x) && y == decimal.Truncate(y) ? decimal.Truncate(x / y) : x / y,
                };
            }
            catch (OverflowException)
            {
                throw new SelectException(SelectErrors.Overflow);
            }
        }

        var (p, q) = (Convert.ToDouble(a, CultureInfo.InvariantCulture), Convert.ToDouble(b, CultureInfo.InvariantCulture));
        return sign switch { '+' => p + q, '-' => p - q, '*' => p * q, '%' => p % q, _ => p / q };
    }

    internal static object? Cast(object? value, string type)
    {
        if (IsNothing(value))
        {
            return value;
        }

        return type switch
        {
            "INT" or "INTEGER" or "SMALLINT" or "BIGINT" => Whole(value),
            "FLOAT" or "DOUBLE" or "REAL" => Number(value) is { } number ? Convert.ToDouble(number, CultureInfo.InvariantCulture) : throw Failed(),
            "DECIMAL" or "NUMERIC" => Number(value) is decimal exact ? exact : throw Failed(),
            "STRING" or "VARCHAR" or "CHAR" => Text(value),
            "BOOL" or "BOOLEAN" => Flag(value) ?? throw Failed(),
            "TIMESTAMP" => Timestamp(value) ?? throw Failed(),
            _ => throw new SelectException(SelectErrors.ExpectedTypeName),
        };

        static SelectException Failed() => new(SelectErrors.CastFailed);

        static object Whole(object? value) => value is bool flag ? (flag ? 1m : 0m)
            : value is string && Number(value) is decimal text && text != decimal.Truncate(text) ? throw Failed()
            : Number(value) switch
            {
                decimal number => decimal.Truncate(number),
                double number when Math.Abs(number) < 1e28 => decimal.Truncate((decimal)number),
                _ => throw Failed(),
            };
    }

    internal static bool? Flag(object? value) => value switch
    {
        bool flag => flag,
        decimal number => number != 0,
        double number => number != 0,
        string text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        string text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        _ => null,
    };

    internal static DateTimeOffset? Timestamp(object? value) => value switch
    {
        DateTimeOffset time => time,
        string text => SqlTimestamps.Parse(text),
        _ => null,
    };

    /// <summary>The value as it stands in a field of CSV.</summary>
    internal static string Text(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateTimeOffset time => SqlTimestamps.Format(time),
        JsonElement element => element.GetRawText(),
        _ => "",
    };
}
