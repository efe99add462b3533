namespace Unkai.Sqs.Model;

/// <summary>Where messages go that were received too often.</summary>
/// <param name="Text">As the caller wrote it.</param>
/// <param name="Target">The dead-letter queue's ARN.</param>
/// <param name="ReceivesMax">1 to 1000: how often a message is delivered before it goes there.</param>
internal sealed record RedrivePolicy(string Text, string Target, int ReceivesMax);
