using System.Globalization;
using Unkai.Storage;

namespace Unkai.Sqs.Sending;

/// <summary>A message that is in its queue once the transaction commits; its sequence number can be asked for after that.</summary>
internal readonly record struct SentMessage(Guid Id, PendingStamp? Pending, CommitStamp? Known)
{
    /// <summary>Twenty digits that grow with the order of commits; null in a standard queue.</summary>
    internal string? SequenceNumber => Known is { } known ? Format(known) : Pending?.Value is { } stamp ? Format(stamp) : null;

    internal static string Format(CommitStamp stamp) => (10_000_000_000_000_000_000 + stamp.ToUInt128()).ToString("D20", CultureInfo.InvariantCulture);
}
