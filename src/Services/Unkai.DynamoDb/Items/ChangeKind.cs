namespace Unkai.DynamoDb.Items;

/// <summary>What a request does to an item.</summary>
internal enum ChangeKind
{
    Put,
    Update,
    Delete,
    Check,
}
