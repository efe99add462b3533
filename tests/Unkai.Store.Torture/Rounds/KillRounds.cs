using System.Diagnostics;
using System.Globalization;

namespace Unkai.Storage.Torture;

/// <summary>A real process on real files, killed with -9 at random instants, several times over one folder.</summary>
internal static class KillRounds
{
    /// <summary>After so many kills a new folder is begun.</summary>
    internal const int RoundsOfAFolder = 6;

    private const int LinesMax = 3000;
    private const int KilledExitCode = 128 + 9;

    internal static async Task RunAsync(int seed, int rounds, Tally tally)
    {
        var random = new Random(seed);
        var durability = (Durability)random.Next(3);
        var folder = Directory.CreateTempSubdirectory("unkai-torture-").FullName;
        try
        {
            var ledger = new Ledger();
            for (var round = 0; round < rounds; round++)
            {
                await RunAndKillAsync(folder, durability, ledger, seed, round, random);
                await using var store = await Store.OpenAsync(Victim.OptionsOf(folder, durability), CancellationToken.None);
                await Checker.CheckAsync(store, ledger);
                tally.Count($"killed ({durability})");
                if (store.Recovery.DroppedBytes > 0)
                {
                    tally.Count("with a torn tail");
                }
            }

            tally.Acknowledged += ledger.AcknowledgedCount;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAndKillAsync(string folder, Durability durability, Ledger ledger, int seed, int round, Random random)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in (string[])
            [Path.Combine(AppContext.BaseDirectory, "Unkai.Store.Torture.dll"), "victim", folder, durability.ToString(), seed.ToString(CultureInfo.InvariantCulture), round.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await LedgerText.WriteAsync(ledger, process.StandardInput);
        process.StandardInput.Close();
        var lines = random.Next(LinesMax);
        for (var i = 0; i < lines && await process.StandardOutput.ReadLineAsync() is { } line; i++)
        {
            LedgerText.Note(ledger, line);
        }

        // SIGKILL. What it said before the signal reached it counts too; its last line may be cut short.
        process.Kill();
        var rest = await process.StandardOutput.ReadToEndAsync();
        foreach (var line in rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            LedgerText.Note(ledger, line);
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != KilledExitCode)
        {
            throw new TortureException($"the victim ended by itself, with {process.ExitCode}");
        }
    }
}
