using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Recovery;

/// <summary>An item as it was before a change: undoing all since a moment, newest first, makes the table what it was then.</summary>
internal sealed class UndoRecord
{
    internal required byte[] Partition { get; init; }

    internal required byte[] Sort { get; init; }

    /// <summary>Null: there was no such item.</summary>
    internal MapValue? Old { get; init; }
}
