namespace Unkai.Compute;

/// <summary>One event for CloudWatch Logs; its text can have several lines and ends in none.</summary>
/// <param name="LogGroup">As the definition names it.</param>
/// <param name="LogStream">One stream an environment: <c>2026/11/21/[$LATEST]</c> and 32 hexadecimal digits.</param>
/// <param name="Time">The world's time.</param>
/// <param name="Text">At most <see cref="TextBytesMax"/> bytes of UTF-8.</param>
public readonly record struct FunctionLogLine(string LogGroup, string LogStream, DateTimeOffset Time, string Text)
{
    /// <summary>262,144 bytes less CloudWatch Logs' 26 bytes an event. Source: CloudWatch Logs API reference, PutLogEvents.</summary>
    public const int TextBytesMax = 262_144 - 26;
}
