using System.Diagnostics;

namespace Unkai.Bench;

/// <summary>The floor of a warm invocation: one line to the interpreter and one back, through its standard streams.</summary>
internal static class PipeRoundTrip
{
    /// <returns>The median in microseconds.</returns>
    internal static async Task<double> MeasureAsync(string runtime, int times)
    {
        var isPython = runtime.StartsWith("python", StringComparison.Ordinal);
        var start = isPython
            ? new ProcessStartInfo("python3", ["-u", "-c", "import sys\nfor line in sys.stdin.buffer:\n    sys.stdout.buffer.write(line); sys.stdout.buffer.flush()"])
            : new ProcessStartInfo("node", ["-e", "process.stdin.on('data', d => process.stdout.write(d))"]);
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var rounds = new List<double>();
        var line = "{}\n"u8.ToArray();
        var buffer = new byte[16];
        for (var i = 0; i < times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await process.StandardInput.BaseStream.WriteAsync(line);
            await process.StandardInput.BaseStream.FlushAsync();
            var read = await process.StandardOutput.BaseStream.ReadAsync(buffer);
            Debug.Assert(read == 3, "The echo came whole.");
            rounds.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync();
        rounds.Sort();
        return rounds[times / 2];
    }
}
