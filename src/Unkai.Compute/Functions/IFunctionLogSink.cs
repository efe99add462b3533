namespace Unkai.Compute;

/// <summary>Takes the log lines of a function's environments.</summary>
public interface IFunctionLogSink
{
    /// <summary>Called in the order of the lines of a stream, on the environment's own thread: it must return soon and never throw.</summary>
    void Write(in FunctionLogLine line);
}
