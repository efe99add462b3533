using Unkai.Api;

namespace Unkai.DynamoDb.Values;

/// <summary>What is wrong with values, in DynamoDB's sentences. All are ValidationExceptions.</summary>
internal static class ValueErrors
{
    private const string Invalid = "One or more parameter values were invalid: ";

    internal static AwsError NoType { get; } = Validation("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");

    internal static AwsError ManyTypes { get; } = Validation("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");

    internal static AwsError TooDeep { get; } = Validation("Nesting Levels have exceeded supported limits");

    internal static AwsError NullIsFalse { get; } = Validation(Invalid + "Null attribute value types must have the value of true");

    internal static AwsError EmptyStringSet { get; } = Validation(Invalid + "An string set  may not be empty");

    internal static AwsError EmptyNumberSet { get; } = Validation(Invalid + "An number set  may not be empty");

    internal static AwsError EmptyBinarySet { get; } = Validation(Invalid + "Binary sets should not be empty");

    internal static AwsError DuplicateNumbers { get; } = Validation("Input collection contains duplicates");

    internal static AwsError DuplicateStrings(IEnumerable<string> elements) => Validation($"{Invalid}Input collection [{string.Join(", ", elements)}] contains duplicates.");

    internal static AwsError DuplicateBytes(IEnumerable<ReadOnlyMemory<byte>> elements) => Validation(
        $"{Invalid}Input collection [{string.Join(", ", elements.Select(bytes => Convert.ToBase64String(bytes.Span)))}]of type BS contains duplicates.");

    internal static AwsError Of(NumberProblem problem, string text) => problem switch
    {
        NumberProblem.TooPrecise => Validation("Attempting to store more than 38 significant digits in a Number"),
        NumberProblem.Overflow => Validation("Number overflow. Attempting to store a number with magnitude larger than supported range"),
        NumberProblem.Underflow => Validation("Number underflow. Attempting to store a number with magnitude smaller than supported range"),
        _ when text.Length == 0 => Validation("The parameter cannot be converted to a numeric value"),
        _ => Validation("The parameter cannot be converted to a numeric value: " + text),
    };

    internal static AwsError Validation(string message) => new("ValidationException", 400, message);
}
