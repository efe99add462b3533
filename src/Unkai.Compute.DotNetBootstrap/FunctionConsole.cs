using System.Globalization;
using System.Text;

namespace Unkai.Compute.DotNetBootstrap;

/// <summary>The console in Lambda's format: time, request, level and text, one event for each line that is written.</summary>
internal sealed class FunctionConsole : TextWriter
{
    private readonly StringBuilder _line = new();
    private readonly Stream _output;
    private readonly string _level;

    private FunctionConsole(Stream output, string level) => (_output, _level) = (output, level);

    public override Encoding Encoding => Encoding.UTF8;

    public string RequestId { get; set; } = "";

    private FunctionConsole? Errors { get; set; }

    public static FunctionConsole Install()
    {
        var stream = Console.OpenStandardOutput();
        var output = new FunctionConsole(stream, "info") { Errors = new FunctionConsole(stream, "error") };
        Console.SetOut(output);
        Console.SetError(output.Errors);
        return output;
    }

    public override void Write(char value)
    {
        lock (_output)
        {
            if (value == '\n')
            {
                WriteEvent(_level, _line.ToString());
                _line.Clear();
            }
            else
            {
                _line.Append(value);
            }
        }
    }

    public override void Write(string? value)
    {
        lock (_output)
        {
            _line.Append(value);
        }
    }

    public override void WriteLine(string? value)
    {
        lock (_output)
        {
            _line.Append(value);
            WriteEvent(_level, _line.ToString());
            _line.Clear();
        }
    }

    public override void Flush()
    {
        lock (_output)
        {
            if (_line.Length > 0)
            {
                WriteEvent(_level, _line.ToString());
                _line.Clear();
            }
        }

        Errors?.Flush();
    }

    public void Report(string requestId, Exception failure)
    {
        Flush();
        RequestId = requestId;
        WriteEvent("fail", failure is FaultException fault ? $"{fault.Type}: {fault.Message}" : failure.ToString());
    }

    private void WriteEvent(string level, string text)
    {
        // The marks are those of Unkai's EnvironmentLog: one event, whatever lines it has.
        var request = Errors is null && Console.Out is FunctionConsole main ? main.RequestId : RequestId;
        var time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var line = $"\u0001{time}\t{request}\t{level}\t{text.TrimEnd('\n').Replace('\n', '\u0002')}\n";
        lock (_output)
        {
            _output.Write(Encoding.UTF8.GetBytes(line));
        }
    }
}
