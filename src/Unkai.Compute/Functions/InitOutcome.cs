namespace Unkai.Compute;

/// <summary>What came of an environment's initialization.</summary>
/// <remarks>Without error it waits for its first event.</remarks>
internal sealed record InitOutcome(TimeSpan Duration, InitError? Error);
