namespace Unkai.Logs.Model;

/// <summary>A log event; its time is in its key.</summary>
/// <param name="Message">The text.</param>
/// <param name="IngestedMs">When it came, in milliseconds since 1970.</param>
internal sealed record EventRecord(string Message, long IngestedMs);
