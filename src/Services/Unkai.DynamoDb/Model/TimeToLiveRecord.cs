namespace Unkai.DynamoDb.Model;

/// <summary>Time to live of a table.</summary>
/// <param name="Attribute">The attribute that holds the second (Unix time) after which an item goes.</param>
/// <param name="Id">Of this switching on: what an earlier one left has no effect.</param>
internal sealed record TimeToLiveRecord(string Attribute, long Id);
