namespace Unkai.Compute;

/// <summary>Why an environment did not initialize.</summary>
/// <remarks>The message is ours, to be put in AWS's words for the request; null when the body is the runtime's own document.</remarks>
internal sealed record InitError(InvocationStatus Status, string Type, string? Message, byte[]? Body);
