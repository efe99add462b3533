using System.Diagnostics;
using System.Globalization;

namespace Unkai.Bench;

/// <summary>A server under measurement: started, its processor time read from the kernel, ended.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan s_silentStart = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private bool _isEnded;

    private ServerProcess(Process process) => _process = process;

    internal double MemoryMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1024.0 / 1024.0;
        }
    }

    /// <summary>User and system time so far, in seconds.</summary>
    internal double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public void Dispose()
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Starts a program and waits until it has printed its first line.</summary>
    internal static async Task<ServerProcess> StartAsync(string program, params IEnumerable<string> arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadLineAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        return new ServerProcess(process);
    }

    /// <summary>Starts a program that prints nothing on its standard output, and waits until it answers.</summary>
    internal static async Task<ServerProcess> StartSilentAsync(int port, string program, params IEnumerable<string> arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        var server = new ServerProcess(process);
        try
        {
            await AnswersAsync(port).WaitAsync(s_silentStart);
            return server;
        }
        catch (TimeoutException)
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Milliseconds from exec to the first answer, the median of several starts.</summary>
    internal static async Task<double> MeasureStartAsync(int port, int times, string program, params IEnumerable<string> arguments)
    {
        var starts = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.StartNew();
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            _ = process.StandardOutput.ReadToEndAsync();
            await AnswersAsync(port);
            starts.Add(watch.Elapsed.TotalMilliseconds);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        starts.Sort();
        return starts[times / 2];
    }

    private static async Task AnswersAsync(int port)
    {
        var request = System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"GET /_unkai/health HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n\r\n"));
        for (var i = 0; i < 20_000; i++)
        {
            try
            {
                using var connection = await LoadClient.Connection.OpenAsync(port);
                await connection.SendAsync(request);
                return;
            }
            catch (IOException answered) when (answered.Message.StartsWith("HTTP/", StringComparison.Ordinal))
            {
                return;
            }
            catch (Exception notYet) when (notYet is System.Net.Sockets.SocketException or IOException)
            {
                await Task.Delay(1);
            }
        }

        throw new TimeoutException("The server did not start.");
    }
}
