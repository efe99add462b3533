namespace Unkai.Compute;

/// <summary>Keeps nothing.</summary>
public sealed class DiscardingLogSink : IFunctionLogSink
{
    /// <summary>The one instance.</summary>
    public static DiscardingLogSink Instance { get; } = new();

    /// <inheritdoc/>
    public void Write(in FunctionLogLine line)
    {
    }
}
