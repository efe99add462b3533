using Unkai.DynamoDb.Items;

namespace Unkai.DynamoDb.Transactions;

/// <summary>One change of a transaction, and the table as the request names it.</summary>
internal sealed record TransactionPart(string TableName, ItemChange Change);
