namespace Unkai.Sqs.Model;

/// <summary>A queue that was deleted not long ago.</summary>
internal sealed record DeletedQueue(DateTimeOffset DeletedAt);
