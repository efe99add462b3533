using Unkai.Api;
using Unkai.DynamoDb.Values;
using Wire = Unkai.Api.DynamoDb.AttributeValue;

namespace Unkai.DynamoDb.Expressions;

/// <summary>What the placeholders of a request's expressions stand for, and which of them were used. Made once a request.</summary>
internal sealed class Placeholders
{
    private const string NamesParameter = "ExpressionAttributeNames";
    private const string ValuesParameter = "ExpressionAttributeValues";

    private readonly IReadOnlyDictionary<string, string> _names;
    private readonly IReadOnlyDictionary<string, Value> _values;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private Placeholders(IReadOnlyDictionary<string, string> names, IReadOnlyDictionary<string, Value> values)
    {
        _names = names;
        _values = values;
    }

    /// <summary>None, for expressions that name everything themselves.</summary>
    internal static Placeholders None { get; } = new(new Dictionary<string, string>(), new Dictionary<string, Value>());

    /// <summary>Reads and checks them.</summary>
    /// <param name="names">The request's ExpressionAttributeNames; null if it has none.</param>
    /// <param name="values">The request's ExpressionAttributeValues; null if it has none.</param>
    /// <param name="expressions">The request's expressions, those that may use values first; a text is null where the request has none.</param>
    /// <param name="withoutValues">How many expressions, from the last, may use no values (a projection).</param>
    internal static Outcome<Placeholders> Read(
        Dictionary<string, string>? names, Dictionary<string, Wire>? values, IReadOnlyList<(string Parameter, string? Text)> expressions, int withoutValues = 0)
    {
        if (names is not null && CheckNames(names, expressions.Any(expression => expression.Text is not null)) is { } problem)
        {
            return problem;
        }

        if (values is null)
        {
            return names is null ? new Placeholders(None._names, None._values) : new Placeholders(names, None._values);
        }

        var valued = expressions.Take(expressions.Count - withoutValues).ToList();
        if (valued.TrueForAll(expression => expression.Text is null))
        {
            return ValueErrors.Validation($"{ValuesParameter} can only be specified when using expressions: {string.Join(" and ", valued.Select(expression => expression.Parameter))} {(valued.Count > 1 ? "are" : "is")} null");
        }

        var read = ReadValues(values);
        return read.IsError ? read.Error : new Placeholders(names ?? None._names, read.Value);
    }

    /// <summary>The attribute's name behind a part that is a name and, if a placeholder, defined.</summary>
    internal string NameOf(PathPart part) => part.IsPlaceholder ? _names[part.Name!] : part.Name!;

    /// <summary>The value behind a placeholder that is defined.</summary>
    internal Value ValueOf(string placeholder) => _values[placeholder];

    /// <summary>Marks a name as used; null when it is not defined.</summary>
    internal string? Use(PathPart part)
    {
        _used.Add(part.Name!);
        return _names.GetValueOrDefault(part.Name!);
    }

    /// <summary>Marks a value as used; null when it is not defined.</summary>
    internal Value? Use(string placeholder)
    {
        _used.Add(placeholder);
        return _values.GetValueOrDefault(placeholder);
    }

    /// <summary>After every expression is bound: ValidationException when the request defines what none of them uses.</summary>
    internal AwsError? CheckAllUsed() => Unused(NamesParameter, _names.Keys) ?? Unused(ValuesParameter, _values.Keys);

    private AwsError? Unused(string parameter, IEnumerable<string> keys)
    {
        List<string>? unused = null;
        foreach (var key in keys)
        {
            if (!_used.Contains(key))
            {
                (unused ??= []).Add(key);
            }
        }

        return unused is null ? null : ValueErrors.Validation($"Value provided in {parameter} unused in expressions: keys: {{{string.Join(", ", unused)}}}");
    }

    private static AwsError? CheckNames(Dictionary<string, string> names, bool hasExpressions)
    {
        if (!hasExpressions)
        {
            return ValueErrors.Validation(NamesParameter + " can only be specified when using expressions");
        }

        if (names.Count == 0)
        {
            return ValueErrors.Validation(NamesParameter + " must not be empty");
        }

        foreach (var (key, name) in names)
        {
            if (!IsPlaceholder(key, '#'))
            {
                return InvalidKey(NamesParameter, key);
            }

            if (name.Length == 0)
            {
                return ValueErrors.Validation($"{NamesParameter} contains invalid value: Attribute names must not be empty for key {key}");
            }
        }

        return null;
    }

    private static Outcome<Dictionary<string, Value>> ReadValues(Dictionary<string, Wire> wires)
    {
        if (wires.Count == 0)
        {
            return ValueErrors.Validation(ValuesParameter + " must not be empty");
        }

        var values = new Dictionary<string, Value>(wires.Count);
        foreach (var (key, wire) in wires)
        {
            if (!IsPlaceholder(key, ':'))
            {
                return InvalidKey(ValuesParameter, key);
            }

            var value = WireValues.Read(wire);
            if (value.IsError)
            {
                return ValueErrors.Validation($"{ValuesParameter} contains invalid value: {value.Error.Message} for key {key}");
            }

            values.Add(key, value.Value);
        }

        return values;
    }

    private static AwsError InvalidKey(string parameter, string key) => ValueErrors.Validation($"{parameter} contains invalid key: Syntax error; key: \"{key}\"");

    private static bool IsPlaceholder(string key, char sign) =>
        key.Length > 1 && key[0] == sign && key.AsSpan(1).IndexOfAnyExcept(s_wordCharacters) < 0;

    private static readonly System.Buffers.SearchValues<char> s_wordCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
}
