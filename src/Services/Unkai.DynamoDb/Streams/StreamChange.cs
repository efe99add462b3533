namespace Unkai.DynamoDb.Streams;

/// <summary>One change of one item, as a stream holds it. Which images it has is the stream's view type.</summary>
internal sealed class StreamChange
{
    internal required Guid EventId { get; init; }

    internal required DateTimeOffset At { get; init; }

    /// <summary>INSERT, MODIFY or REMOVE.</summary>
    internal required string Name { get; init; }

    /// <summary>Whether time to live removed it, and no caller.</summary>
    internal bool IsByService { get; init; }

    internal required Values.MapValue Keys { get; init; }

    internal Values.MapValue? New { get; init; }

    internal Values.MapValue? Old { get; init; }

    /// <summary>What the change counts, in bytes: keys and images.</summary>
    internal long SizeBytes => Keys.ItemSizeBytes + (New?.ItemSizeBytes ?? 0) + (Old?.ItemSizeBytes ?? 0);
}
