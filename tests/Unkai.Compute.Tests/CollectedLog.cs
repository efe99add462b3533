namespace Unkai.Compute.Tests;

internal sealed class CollectedLog : IFunctionLogSink
{
    private readonly List<FunctionLogLine> _lines = [];

    public IReadOnlyList<FunctionLogLine> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public IReadOnlyList<string> Texts => [.. Lines.Select(static line => line.Text)];

    public void Write(in FunctionLogLine line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }
    }
}
