namespace Unkai.S3.Selecting;

/// <summary>A whole expression.</summary>
/// <param name="Columns">What is selected; null for everything.</param>
/// <param name="Source">The path after S3Object.</param>
/// <param name="Where">The condition, or null.</param>
/// <param name="Limit">The most records, or null.</param>
internal sealed record SelectQuery(IReadOnlyList<SelectColumn>? Columns, IReadOnlyList<SqlStep> Source, SqlExpression? Where, long? Limit)
{
    internal IReadOnlyList<SqlAggregate> Aggregates { get; } = [.. (Columns ?? []).SelectMany(static column => column.Expression.Aggregates)];
}

/// <summary>A column of the result.</summary>
internal sealed record SelectColumn(SqlExpression Expression, string? Alias);
