using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions.Keys;

/// <summary>An attribute of a table's or an index's key.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">S, N or B.</param>
internal readonly record struct KeyAttribute(string Name, ValueType Type);
