using System.Text.Json;

namespace Unkai.Cloud.Authorization;

/// <summary>Reads a statement's <c>Condition</c> block.</summary>
internal static class PolicyConditionParser
{
    private const string IfExistsSuffix = "IfExists";

    internal static List<PolicyCondition> Parse(JsonElement block)
    {
        if (block.ValueKind != JsonValueKind.Object)
        {
            throw new PolicyFormatException("Syntax errors in policy.");
        }

        var conditions = new List<PolicyCondition>();
        foreach (var operation in block.EnumerateObject())
        {
            if (operation.Value.ValueKind != JsonValueKind.Object)
            {
                throw new PolicyFormatException("Syntax errors in policy.");
            }

            var (comparison, set, ifExists) = ParseOperator(operation.Name);
            foreach (var key in operation.Value.EnumerateObject())
            {
                conditions.Add(new PolicyCondition(comparison, set, ifExists, key.Name, [.. PolicyParser.OneOrMany(key.Value).Select(Value)]));
            }
        }

        return conditions;
    }

    private static (ConditionOperator Comparison, ConditionSet Set, bool IfExists) ParseOperator(string name)
    {
        var rest = name.AsSpan();
        var set = ConditionSet.OneValue;
        if (rest.StartsWith("ForAllValues:", StringComparison.OrdinalIgnoreCase))
        {
            set = ConditionSet.ForAllValues;
            rest = rest["ForAllValues:".Length..];
        }
        else if (rest.StartsWith("ForAnyValue:", StringComparison.OrdinalIgnoreCase))
        {
            set = ConditionSet.ForAnyValue;
            rest = rest["ForAnyValue:".Length..];
        }

        var ifExists = rest.EndsWith(IfExistsSuffix, StringComparison.OrdinalIgnoreCase);
        if (ifExists)
        {
            rest = rest[..^IfExistsSuffix.Length];
        }

        return Enum.TryParse<ConditionOperator>(rest, ignoreCase: true, out var comparison) && char.IsLetter(rest[0])
            ? (comparison, set, ifExists)
            : throw new PolicyFormatException($"Invalid Condition type : {name}.");
    }

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw new PolicyFormatException("Syntax errors in policy."),
    };
}
