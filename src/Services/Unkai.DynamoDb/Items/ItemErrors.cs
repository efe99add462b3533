using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Items;

/// <summary>What reading and writing items answers.</summary>
internal static class ItemErrors
{
    internal const string ConditionFailedMessage = "The conditional request failed";

    internal static AwsError ConditionFailed { get; } = new("ConditionalCheckFailedException", 400, ConditionFailedMessage);

    internal static AwsError ConditionFailedFor(MapValue? item, string? returned) => returned == "ALL_OLD" && item is not null
        ? ConditionFailed with { Detail = new ConditionalCheckFailedException { Item = WireValues.Write(item) } }
        : ConditionFailed;

    /// <summary>Expressions and the parameters that are older than expressions do not go together.</summary>
    internal static AwsError? CheckMix(ReadOnlySpan<(string Name, object? Value)> older, ReadOnlySpan<(string Name, object? Value)> expressions)
    {
        var left = Present(older);
        var right = Present(expressions);
        return left is null || right is null ? null : DynamoDbErrors.Validation(
            $"Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {{{left}}} Expression parameters: {{{right}}}");

        static string? Present(ReadOnlySpan<(string Name, object? Value)> parameters)
        {
            string? names = null;
            foreach (var (name, value) in parameters)
            {
                if (value is not null)
                {
                    names = names is null ? name : $"{names}, {name}";
                }
            }

            return names;
        }
    }
}
