using Unkai.Api;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Legacy;

/// <summary>What is wrong with legacy parameters, in DynamoDB's sentences. All are ValidationExceptions.</summary>
internal static class LegacyErrors
{
    internal static AwsError OperatorWithoutConditions { get; } = ValueErrors.Validation("ConditionalOperator cannot be used without Filter or Expected");

    internal static AwsError OperatorWithOneCondition { get; } =
        ValueErrors.Validation("ConditionalOperator can only be used when Filter or Expected has two or more elements");

    internal static AwsError NotIndexable { get; } = ValueErrors.Validation("Attempted conditional constraint is not an indexable operation");

    internal static AwsError BoundsInWrongOrder { get; } =
        ValueErrors.Validation("The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");

    internal static AwsError TypeMismatch { get; } = ValueErrors.Validation("Type mismatch for attribute to update");

    internal static AwsError MixedTypes { get; } = Invalid("AttributeValues inside AttributeValueList must be of same type");

    internal static AwsError NoValue { get; } = Invalid("Only DELETE action is allowed when no attribute value is specified");

    internal static AwsError ArgumentCount(string comparison) => Invalid($"Invalid number of argument(s) for the {comparison} ComparisonOperator");

    internal static AwsError ComparisonType(string comparison, ValueType type) => Invalid($"ComparisonOperator {comparison} is not valid for {type} AttributeValue type");

    internal static AwsError AddType(ValueType type) => Invalid($"ADD action is not supported for the type {type}");

    internal static AwsError DeleteType(ValueType type) => Invalid($"DELETE action with value is not supported for the type {type}");

    internal static AwsError Duplicate(string name) => Invalid($"Duplicate value in attribute name: {name}");

    internal static AwsError ValueAndList(string name) => Unfit($"Value and AttributeValueList cannot be used together for Attribute: {name}");

    internal static AwsError ExistsAndComparison(string name) => Unfit($"Exists and ComparisonOperator cannot be used together for Attribute: {name}");

    internal static AwsError ComparisonWithoutValue(string comparison, string name) =>
        Unfit($"Value or AttributeValueList must be used with ComparisonOperator: {comparison} for Attribute: {name}");

    internal static AwsError ListWithoutComparison(string name) => Unfit($"AttributeValueList can only be used with a ComparisonOperator for Attribute: {name}");

    internal static AwsError ValueMissing(bool? exists, string name) =>
        Unfit($"Value must be provided when Exists is {(exists is null ? "null" : "true")} for Attribute: {name}");

    internal static AwsError ValueOfNothing(string name) => Unfit($"Value cannot be used when Exists is false for Attribute: {name}");

    internal static AwsError Mixed(IEnumerable<string> legacy, IEnumerable<string> expressions) => ValueErrors.Validation(
        "Can not use both expression and non-expression parameters in the same request: "
        + $"Non-expression parameters: {{{string.Join(", ", legacy)}}} Expression parameters: {{{string.Join(", ", expressions)}}}");

    /// <summary>What is wrong with an element of Expected is counted like a breach of the contract.</summary>
    private static AwsError Unfit(string message) => ValueErrors.Validation("1 validation error detected: One or more parameter values were invalid: " + message);

    private static AwsError Invalid(string message) => ValueErrors.Validation("One or more parameter values were invalid: " + message);
}
