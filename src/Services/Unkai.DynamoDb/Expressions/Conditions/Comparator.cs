namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary>How two operands are compared.</summary>
internal enum Comparator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
