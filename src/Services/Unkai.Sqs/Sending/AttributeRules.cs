using System.Text;
using Unkai.Api;
using Unkai.Api.Sqs;

namespace Unkai.Sqs.Sending;

/// <summary>What message attributes may be.</summary>
/// <remarks>Source: SQS Developer Guide, "Amazon SQS message metadata"; they count towards the message's size.</remarks>
internal static class AttributeRules
{
    private const int AttributesMax = 10;
    private const int NameLengthMax = 256;

    /// <summary>Their size in bytes: names, types and values.</summary>
    internal static Outcome<int> Check(Dictionary<string, MessageAttributeValue>? attributes)
    {
        if (attributes is null)
        {
            return 0;
        }

        if (attributes.Count > AttributesMax)
        {
            return SqsErrors.InvalidParameter($"Number of message attributes [{attributes.Count}] exceeds the allowed maximum [{AttributesMax}].");
        }

        var size = 0;
        foreach (var (name, value) in attributes)
        {
            if (ProblemOf(name, value) is { } problem)
            {
                return problem;
            }

            size += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value.DataType!) + (value.BinaryValue?.Length ?? Encoding.UTF8.GetByteCount(value.StringValue!));
        }

        return size;
    }

    /// <summary>The one system attribute that senders may set. Its size does not count.</summary>
    internal static Outcome<int> Check(Dictionary<string, MessageSystemAttributeValue>? attributes)
    {
        foreach (var (name, value) in attributes ?? [])
        {
            if (name != "AWSTraceHeader")
            {
                return SqsErrors.InvalidParameter($"Message system attribute name '{name}' is invalid.");
            }

            if (value.DataType != "String" || string.IsNullOrEmpty(value.StringValue))
            {
                return SqsErrors.InvalidParameter($"The message system attribute '{name}' must contain a non-empty String value.");
            }
        }

        return 0;
    }

    private static AwsError? ProblemOf(string name, MessageAttributeValue value)
    {
        if (!IsName(name))
        {
            return SqsErrors.InvalidParameter(name.Length == 0
                ? "Message (user) attribute name must not be empty."
                : $"Message (user) attribute name '{name}' is invalid. A name can contain only letters, digits, underscores, hyphens and periods, must not begin with AWS. or Amazon., begin or end with a period, have periods in succession, or be longer than {NameLengthMax} characters.");
        }

        if (string.IsNullOrEmpty(value.DataType))
        {
            return SqsErrors.InvalidParameter($"The message attribute '{name}' must contain a non-empty attribute type.");
        }

        if (value.StringListValues is { Count: > 0 } || value.BinaryListValues is { Count: > 0 })
        {
            return SqsErrors.UnsupportedOperation("Message attribute list values in SendMessage operation are not supported.");
        }

        var dot = value.DataType.IndexOf('.', StringComparison.Ordinal);
        var type = dot < 0 ? value.DataType : value.DataType[..dot];
        return type switch
        {
            _ when value.DataType.Length > NameLengthMax || type is not ("String" or "Number" or "Binary") => SqsErrors.InvalidParameter(
                $"The message attribute '{name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String."),
            "Binary" when value.BinaryValue is not { Length: > 0 } || value.StringValue is not null => WrongField(name, "Binary", value.DataType),
            "String" or "Number" when string.IsNullOrEmpty(value.StringValue) || value.BinaryValue is not null => WrongField(name, "String", value.DataType),
            "Number" when !IsNumber(value.StringValue!) => SqsErrors.InvalidParameter($"Can't cast the value of message (user) attribute '{name}' to a number."),
            "String" when !MessageCharacters.AreValid(value.StringValue) => SqsErrors.InvalidMessageContents,
            _ => null,
        };
    }

    private static AwsError WrongField(string name, string field, string type) =>
        SqsErrors.InvalidParameter($"The message attribute '{name}' with type '{type}' must use field '{field}'.");

    private static bool IsName(string name) =>
        name.Length is > 0 and <= NameLengthMax
        && name[0] != '.' && name[^1] != '.'
        && !name.Contains("..", StringComparison.Ordinal)
        && !name.StartsWith("aws.", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("amazon.", StringComparison.OrdinalIgnoreCase)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    /// <summary>SQS's numbers have up to 38 digits of precision: checked by form, not by a type's range.</summary>
    private static bool IsNumber(string text)
    {
        var digits = text.AsSpan().Trim();
        var exponent = digits.IndexOfAny('e', 'E');
        return exponent < 0 ? IsDecimal(digits) : IsDecimal(digits[..exponent]) && IsInteger(digits[(exponent + 1)..]);
    }

    private static bool IsDecimal(ReadOnlySpan<char> text)
    {
        text = text.Length > 0 && text[0] is ('+' or '-') ? text[1..] : text;
        var point = text.IndexOf('.');
        return point < 0
            ? text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9')
            : text.Length > 1 && !text[..point].ContainsAnyExceptInRange('0', '9') && !text[(point + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsInteger(ReadOnlySpan<char> text)
    {
        text = text.Length > 0 && text[0] is ('+' or '-') ? text[1..] : text;
        return text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
    }
}
