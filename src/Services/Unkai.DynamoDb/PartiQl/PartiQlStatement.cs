using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Expressions.Updates;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>What a statement says, its parameters put in.</summary>
/// <param name="Table">The table's name or ARN.</param>
internal abstract record PartiQlStatement(string Table);

/// <summary>SELECT.</summary>
/// <param name="Table">The table's name or ARN.</param>
/// <param name="Index">The index to read; null for the table itself.</param>
/// <param name="Paths">What of each item; null for all.</param>
/// <param name="Where">Which items; null for all.</param>
/// <param name="Order">The attributes to sort by, the first before the others.</param>
internal sealed record SelectStatement(
    string Table, string? Index, IReadOnlyList<DocumentPath>? Paths, ConditionNode? Where, IReadOnlyList<SortOrder> Order) : PartiQlStatement(Table);

/// <summary>ORDER BY.</summary>
/// <param name="Attribute">A key attribute.</param>
/// <param name="IsDescending">DESC.</param>
internal sealed record SortOrder(string Attribute, bool IsDescending);

/// <summary>EXISTS(SELECT …): only in transactions.</summary>
/// <param name="Table">The table's name or ARN.</param>
/// <param name="Where">What has to hold.</param>
internal sealed record ExistsStatement(string Table, ConditionNode? Where) : PartiQlStatement(Table);

/// <summary>INSERT.</summary>
/// <param name="Table">The table's name or ARN.</param>
/// <param name="Item">The new item.</param>
internal sealed record InsertStatement(string Table, MapValue Item) : PartiQlStatement(Table);

/// <summary>UPDATE.</summary>
/// <param name="Table">The table's name or ARN.</param>
/// <param name="Actions">What changes.</param>
/// <param name="Where">The key, and what has to hold beside.</param>
/// <param name="Returning">ReturnValues' name for what is returned; null for nothing.</param>
internal sealed record UpdateStatement(string Table, IReadOnlyList<UpdateAction> Actions, ConditionNode? Where, string? Returning) : PartiQlStatement(Table);

/// <summary>DELETE.</summary>
/// <param name="Table">The table's name or ARN.</param>
/// <param name="Where">The key, and what has to hold beside.</param>
/// <param name="Returning">ReturnValues' name for what is returned; null for nothing.</param>
internal sealed record DeleteStatement(string Table, ConditionNode? Where, string? Returning) : PartiQlStatement(Table);
