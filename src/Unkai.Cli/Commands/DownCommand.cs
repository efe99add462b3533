using System.CommandLine;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai down</c>: stops a running cloud and waits until it is gone.</summary>
internal static class DownCommand
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);

    internal static Command Create()
    {
        var endpoint = Endpoint.CreateOption();
        var command = new Command("down", "Stop a running cloud") { endpoint };
        command.SetAction((parsed, cancellation) => RunAsync(Endpoint.Find(parsed.GetValue(endpoint)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Uri endpoint, CancellationToken cancellation)
    {
        using var cloud = new AdminClient(endpoint);
        if (!await cloud.PostAsync("/_unkai/shutdown", cancellation))
        {
            await Console.Error.WriteLineAsync($"unkai: no cloud answers on {endpoint}");
            return ExitCodes.NoCloud;
        }

        var machine = MachineClock.Instance;
        var started = machine.Timestamp;
        while (await cloud.GetAsync("/_unkai/health", cancellation) is not null)
        {
            if (machine.ElapsedSince(started) > s_patience)
            {
                await Console.Error.WriteLineAsync($"unkai: the cloud on {endpoint} has not stopped in {s_patience.TotalSeconds:F0} s");
                return ExitCodes.Failed;
            }

            await machine.DelayAsync(s_interval, cancellation);
        }

        Console.WriteLine($"unkai: stopped the cloud on {endpoint}");
        return ExitCodes.Done;
    }
}
