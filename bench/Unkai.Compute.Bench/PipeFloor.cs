namespace Unkai.Compute.Bench;

/// <summary>A line to the interpreter and back over its standard pipes, blocking on both sides.</summary>
internal static class PipeFloor
{
    private const int WarmUp = 500;
    private const int Rounds = 4_000;

    public static double MedianMicroseconds(ProcessCommand command)
    {
        using var process = ProcessLauncher.Instance.Start(command)!;
        var line = "{\"key\":\"value\"}\n"u8.ToArray();
        var buffer = new byte[256];
        var times = new double[Rounds];
        for (var i = -WarmUp; i < Rounds; i++)
        {
            var start = MachineClock.Instance.Timestamp;
            process.Input.Write(line);
            process.Input.Flush();
            for (var read = 0; read < line.Length;)
            {
                read += process.Output.Read(buffer);
            }

            if (i >= 0)
            {
                times[i] = MachineClock.Instance.ElapsedSince(start).TotalMicroseconds;
            }
        }

        process.Kill();
        return Statistics.Median(times);
    }
}
