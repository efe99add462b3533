namespace Unkai.Storage.Torture;

/// <summary>Runs rounds, each from a seed of its own that is said when the round fails.</summary>
internal static class Torture
{
    /// <returns>Whether every round held.</returns>
    internal static async Task<bool> RunAsync(int seed, int diskRounds, int killRounds, TextWriter output, int times = 1)
    {
        var held = true;
        var disk = new Tally();
        await output.WriteLineAsync($"seed {seed}: {diskRounds} rounds on simulated disks, {killRounds} rounds of kill -9");
        for (var round = seed; round < seed + diskRounds; round++)
        {
            for (var time = 0; time < times; time++)
            {
                held &= await TryAsync(round, () => new DiskRound(round, disk).RunAsync(), $"--disk 1 --kill 0 --seed {round}{(round % 2 == 0 ? "" : " --times 200")}", output);
            }
        }

        await output.WriteLineAsync($"simulated disks: {disk}");
        var kill = new Tally();
        for (var round = seed; round < seed + killRounds;)
        {
            var first = round;
            round += KillRounds.RoundsOfAFolder;
            held &= await TryAsync(first, () => KillRounds.RunAsync(first, Math.Min(KillRounds.RoundsOfAFolder, seed + killRounds - first), kill), $"--disk 0 --kill {KillRounds.RoundsOfAFolder} --seed {first}", output);
        }

        await output.WriteLineAsync($"kill -9: {kill}");
        return held;
    }

    private static async Task<bool> TryAsync(int seed, Func<Task> round, string replay, TextWriter output)
    {
        try
        {
            await round();
            return true;
        }
#pragma warning disable CA1031 // Whatever a round throws is a finding, and the next one goes on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await output.WriteLineAsync($"seed {seed} failed (again with: {replay}): {(failure is TortureException ? failure.Message : failure.ToString())}");
            return false;
        }
    }
}
