namespace Unkai.Sqs.Fifo;

/// <summary>What a FIFO receive with an attempt id returned: the receipt handles, and until when they hide their messages.</summary>
internal sealed record ReceiveAttempt(DateTimeOffset ExpiresAt, DateTimeOffset VisibleAt, IReadOnlyList<string> Handles);
