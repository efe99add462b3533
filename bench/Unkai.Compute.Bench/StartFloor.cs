namespace Unkai.Compute.Bench;

/// <summary>Starts the interpreter with nothing to do and waits for its end.</summary>
internal static class StartFloor
{
    private const int Rounds = 15;

    public static double MedianMilliseconds(ProcessCommand command)
    {
        var direct = command;
        var times = new double[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            var start = MachineClock.Instance.Timestamp;
            using var process = ProcessLauncher.Instance.Start(direct)!;
            _ = process.Output.ReadByte();
            times[i] = MachineClock.Instance.ElapsedSince(start).TotalMilliseconds;
        }

        return Statistics.Median(times);
    }
}
