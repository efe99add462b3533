using Unkai.Storage;

namespace Unkai.Sqs.Receiving;

/// <summary>What one look into a queue brought.</summary>
internal sealed class ReceiveResult
{
    /// <summary>How many rows that nobody gets (expired, dead letters) one transaction clears away before it commits and goes on in another.</summary>
    internal const int ClearedMax = 1000;

    public List<ReceivedMessage> Messages { get; } = [];

    /// <summary>How many rows were cleared away.</summary>
    public int Cleared { get; set; }

    /// <summary>Nothing was found, and a wait was asked for: fires when the queue changes. The receiver disposes it.</summary>
    public Watch? Watch { get; set; }

    /// <summary>Nothing was found: when something next becomes visible by the passing of time; null when nothing will.</summary>
    public DateTimeOffset? NextAt { get; set; }

    /// <summary>How long the queue itself asks receivers to wait.</summary>
    public int QueueWaitSeconds { get; set; }

    internal bool IsAtBound => Cleared >= ClearedMax;
}
