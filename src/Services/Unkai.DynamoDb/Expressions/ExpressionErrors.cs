using Unkai.Api;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions;

/// <summary>What is wrong with expressions, in DynamoDB's sentences; the parameter's name comes before them.</summary>
internal static class ExpressionErrors
{
    /// <remarks>Source: DynamoDB Developer Guide, Quotas, "Expression parameters".</remarks>
    internal const int OperatorsMax = 300;

    internal const string Empty = "The expression can not be empty;";

    internal const string RedundantParentheses = "The expression has redundant parentheses;";

    internal static AwsError Invalid(string parameter, string problem) => ValueErrors.Validation($"Invalid {parameter}: {problem}");

    internal static string TooLong(int bytes) => $"Expression size has exceeded the maximum allowed size; expression size: {bytes}";

    internal static string TooManyOperators(int count) => $"The expression contains too many operators; operator count: {count}";

    internal static string PathTooDeep(int levels) => $"The document path has too many nesting elements; nesting levels: {levels}";

    internal static string IndexTooLarge(string index) => $"List index is not within the allowable range; index: [{index}]";

    internal static string Syntax(string token, string near) => $"Syntax error; token: \"{token}\", near: \"{near}\"";

    internal static string Reserved(string name) => $"Attribute name is a reserved keyword; reserved keyword: {name}";

    internal static string NameNotDefined(string name) => $"An expression attribute name used in the document path is not defined; attribute name: {name}";

    internal static string ValueNotDefined(string name) => $"An expression attribute value used in expression is not defined; attribute value: {name}";

    internal static string NoSuchFunction(string name) => $"Invalid function name; function: {name}";

    internal static string FunctionNotHere(string name) => $"The function is not allowed to be used this way in an expression; function: {name}";

    internal static string OperandCount(string function, int count) =>
        $"Incorrect number of operands for operator or function; operator or function: {function}, number of operands: {count}";

    internal static string OperandType(string function, ValueType type) =>
        $"Incorrect operand type for operator or function; operator or function: {function}, operand type: {type}";

    internal static string NeedsPath(string function) => $"Operator or function requires a document path; operator or function: {function}";

    internal static string SameOperands(string function, string operand) =>
        $"The first operand must be distinct from the remaining operands for this operator or function; operator: {function}, first operand: {operand}";

    internal static string NoSuchType(string type) => $"Invalid attribute type name found; type: {type}, valid types: {{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}";

    internal static string BoundsInWrongOrder(Value lower, Value upper) =>
        $"The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: {Describe(lower)}, upper bound operand: {Describe(upper)}";

    internal static string BoundsOfTwoTypes(Value lower, Value upper) =>
        $"The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: {Describe(lower)}, upper bound operand: {Describe(upper)}";

    internal static string PathsOverlap(string first, string second) =>
        $"Two document paths overlap with each other; must remove or rewrite one of these paths; path one: {first}, path two: {second}";

    internal static string PathsConflict(string first, string second) =>
        $"Two document paths conflict with each other; must remove or rewrite one of these paths; path one: {first}, path two: {second}";

    internal static string SectionTwice(string section) => $"The \"{section}\" section can only be used once in an update expression;";

    internal static string SectionType(string section, ValueType type) =>
        $"Incorrect operand type for operator or function; operator: {section}, operand type: {LongName(type)}, typeSet: ALLOWED_FOR_{section}_OPERAND";

    /// <summary>As AWS writes a value in a sentence: <c>AttributeValue: {N:5}</c>.</summary>
    private static string Describe(Value value) => value switch
    {
        StringValue text => $"AttributeValue: {{S:{text.Text}}}",
        NumberValue number => $"AttributeValue: {{N:{number.Number}}}",
        BinaryValue binary => $"AttributeValue: {{B:{Convert.ToBase64String(binary.Bytes.Span)}}}",
        _ => $"AttributeValue: {{{value.Type}}}",
    };

    private static string LongName(ValueType type) => type switch
    {
        ValueType.S => "STRING",
        ValueType.N => "NUMBER",
        ValueType.B => "BINARY",
        ValueType.BOOL => "BOOLEAN",
        ValueType.NULL => "NULL",
        ValueType.L => "LIST",
        ValueType.M => "MAP",
        ValueType.SS => "STRING_SET",
        ValueType.NS => "NUMBER_SET",
        _ => "BINARY_SET",
    };
}
