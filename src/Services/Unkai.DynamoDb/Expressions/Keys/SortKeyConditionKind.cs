namespace Unkai.DynamoDb.Expressions.Keys;

/// <summary>How a query compares sort keys.</summary>
internal enum SortKeyConditionKind
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Between,
    BeginsWith,
}
