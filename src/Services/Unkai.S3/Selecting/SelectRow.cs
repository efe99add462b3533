using System.Globalization;
using System.Text.Json;

namespace Unkai.S3.Selecting;

/// <summary>One record, and how names find their values in it.</summary>
internal abstract class SelectRow(DateTimeOffset now)
{
    /// <summary>What UTCNOW gives.</summary>
    internal DateTimeOffset Now { get; } = now;

    internal abstract object? Find(IReadOnlyList<SqlStep> steps);

    /// <summary>All columns by name, for <c>SELECT *</c>.</summary>
    internal abstract IEnumerable<KeyValuePair<string, object?>> All { get; }

    /// <summary>The position that a name such as <c>_2</c> means, from 0; -1 for none.</summary>
    private protected static int PositionOf(string name) =>
        name.Length > 1 && name[0] == '_' && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position - 1 : -1;
}

/// <summary>A line of CSV.</summary>
internal sealed class CsvRow(IReadOnlyList<string> fields, IReadOnlyList<string>? headers, DateTimeOffset now) : SelectRow(now)
{
    internal override IEnumerable<KeyValuePair<string, object?>> All =>
        fields.Select((text, i) => new KeyValuePair<string, object?>(headers is not null && i < headers.Count ? headers[i] : $"_{i + 1}", text));

    internal override object? Find(IReadOnlyList<SqlStep> steps)
    {
        if (steps is not [{ Name: { } name } step])
        {
            throw new SelectException(SelectErrors.MissingHeaders);
        }

        if (PositionOf(name) is >= 0 and var position)
        {
            return position < fields.Count ? fields[position] : SqlValues.Missing;
        }

        if (name.StartsWith('_') && headers is null)
        {
            throw new SelectException(SelectErrors.InvalidColumn);
        }

        var comparison = step.IsQuoted ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        for (var i = 0; i < (headers?.Count ?? 0); i++)
        {
            if (string.Equals(headers![i], name, comparison))
            {
                return i < fields.Count ? fields[i] : SqlValues.Missing;
            }
        }

        throw new SelectException(SelectErrors.MissingHeaders);
    }
}

/// <summary>A value of JSON.</summary>
internal sealed class JsonRow(JsonElement element, DateTimeOffset now) : SelectRow(now)
{
    internal JsonElement Element { get; } = element;

    internal override IEnumerable<KeyValuePair<string, object?>> All => Element.ValueKind == JsonValueKind.Object
        ? Element.EnumerateObject().Select(static member => new KeyValuePair<string, object?>(member.Name, SqlValues.FromJson(member.Value)))
        : [new KeyValuePair<string, object?>("_1", SqlValues.FromJson(Element))];

    internal override object? Find(IReadOnlyList<SqlStep> steps)
    {
        // A name that stands for the whole value.
        if (Element.ValueKind != JsonValueKind.Object && steps is [{ Name: "_1" }])
        {
            return SqlValues.FromJson(Element);
        }

        var current = Element;
        foreach (var step in steps)
        {
            if (Step(current, step) is not { } next)
            {
                return SqlValues.Missing;
            }

            current = next;
        }

        return SqlValues.FromJson(current);
    }

    internal static JsonElement? Step(JsonElement from, SqlStep step)
    {
        if (step.Index is { } index)
        {
            return from.ValueKind == JsonValueKind.Array && index < from.GetArrayLength() ? from[index] : null;
        }

        if (step.Name is not { } name || from.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (from.TryGetProperty(name, out var exact))
        {
            return exact;
        }

        if (!step.IsQuoted)
        {
            foreach (var member in from.EnumerateObject())
            {
                if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return member.Value;
                }
            }
        }

        return PositionOf(name) is >= 0 and var position && position < from.EnumerateObject().Count() ? from.EnumerateObject().ElementAt(position).Value : null;
    }
}
