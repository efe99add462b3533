using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Unkai.Cloud.Authorization;
using Unkai.Server;
using Unkai.Storage;
using Unkai.Wire.Signing;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai up</c>: runs the cloud until Ctrl-C.</summary>
internal static class UpCommand
{
    private static readonly TimeSpan s_detachPatience = TimeSpan.FromSeconds(30);

    internal static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port to listen on; 0 takes a free one", DefaultValueFactory = _ => UnkaiServerOptions.PortDefault };
        var bind = new Option<string>("--bind") { Description = "Address to listen on", DefaultValueFactory = _ => "127.0.0.1" };
        var data = new Option<string?>("--data") { Description = "Directory of the cloud's state (default: $UNKAI_DATA, $XDG_DATA_HOME/unkai, ~/.local/share/unkai)", HelpName = "DIR" };
        var store = new Option<string?>("--store") { Description = "PostgreSQL database that keeps the state instead, shared by all nodes that name it (default: $UNKAI_STORE)", HelpName = "postgres://USER:PASSWORD@HOST:PORT/DB" };
        var ephemeral = new Option<bool>("--ephemeral") { Description = "Keep state in memory only" };
        var durability = new Option<string>("--durability") { Description = "When a write counts as done: on disk (always), or written and on disk within a second (everysec)", DefaultValueFactory = _ => "everysec" };
        durability.AcceptOnlyFromAmong("always", "everysec");
        var auth = new Option<string>("--auth") { Description = "Accept any key (development) or verified signatures only (strict)", DefaultValueFactory = _ => "development" };
        auth.AcceptOnlyFromAmong("development", "strict");
        var iam = new Option<string>("--iam") { Description = "Whether IAM policies count", DefaultValueFactory = _ => "off" };
        iam.AcceptOnlyFromAmong("off", "audit", "enforce");
        var insecure = new Option<bool>("--insecure") { Description = "Let other machines in with any key" };
        var detach = new Option<bool>("--detach") { Description = "Return when the cloud is ready and leave it running" };
        var stopOnEof = new Option<bool>("--stop-on-eof") { Description = "Stop when standard input ends: a cloud that a test run starts then goes with it, whatever becomes of it" };
        var strictRuntimes = new Option<bool>("--strict-runtimes") { Description = "Refuse a Lambda runtime whose exact interpreter is missing" };
        var verbose = new Option<bool>("--verbose") { Description = "Log more than warnings" };
        var command = new Command("up", "Start the cloud") { port, bind, data, store, ephemeral, durability, auth, iam, insecure, detach, stopOnEof, strictRuntimes, verbose };
        command.Validators.Add(result =>
        {
            if (result.GetValue(ephemeral) && result.GetValue(data) is not null)
            {
                result.AddError("--ephemeral keeps nothing, so it does not go with --data.");
            }

            if (result.GetValue(store) is not null && (result.GetValue(ephemeral) || result.GetValue(data) is not null))
            {
                result.AddError("--store keeps the state in a database, so it goes with neither --data nor --ephemeral.");
            }

            if (result.GetValue(detach) && result.GetValue(stopOnEof))
            {
                result.AddError("--detach leaves no standard input, so it does not go with --stop-on-eof.");
            }

            if (result.GetValue(bind) is { } address && !IPAddress.TryParse(address, out _))
            {
                result.AddError($"--bind takes an IP address, not '{address}'.");
            }

            if (result.GetValue(port) is < 0 or > IPEndPoint.MaxPort)
            {
                result.AddError("--port takes 0 to 65535.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            var isElsewhere = parsed.GetValue(ephemeral) || parsed.GetValue(data) is not null;
            var database = parsed.GetValue(store) ?? (isElsewhere ? null : Environment.GetEnvironmentVariable("UNKAI_STORE") is { Length: > 0 } named ? named : null);
            var options = new UnkaiServerOptions
            {
                Port = parsed.GetValue(port),
                Bind = IPAddress.Parse(parsed.GetValue(bind)!),
                DataDirectory = parsed.GetValue(ephemeral) || database is not null ? null : Path.GetFullPath(parsed.GetValue(data) ?? DataDirectory.Default()),
                Database = database,
                Durability = parsed.GetValue(durability) == "always" ? Durability.Always : Durability.EverySecond,
                Authentication = parsed.GetValue(auth) == "strict" ? AuthenticationMode.Strict : AuthenticationMode.Development,
                Authorization = Enum.Parse<AuthorizationMode>(parsed.GetValue(iam)!, ignoreCase: true),
                Insecure = parsed.GetValue(insecure),
                StrictRuntimes = parsed.GetValue(strictRuntimes),
                Verbose = parsed.GetValue(verbose),
            };
            return parsed.GetValue(detach) ? DetachAsync(parsed.Tokens.Select(token => token.Value)) : RunAsync(options, parsed.GetValue(stopOnEof));
        });
        return command;
    }

    private static async Task<int> RunAsync(UnkaiServerOptions options, bool stopOnEof)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnSignal(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        try
        {
            await using var server = await UnkaiServer.StartAsync(options, CancellationToken.None);
            Console.WriteLine($"unkai: ready on {server.Address.GetLeftPart(UriPartial.Authority)}");
            await Task.WhenAny(stop.Task, server.StopAsked, stopOnEof ? WhenInputEndsAsync() : stop.Task);
            return ExitCodes.Done;
        }
        catch (ServerStartException refused)
        {
            await Console.Error.WriteLineAsync($"unkai: {refused.Message}");
            return ExitCodes.Failed;
        }
    }

    private static async Task WhenInputEndsAsync()
    {
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (await input.ReadAsync(buffer) > 0)
        {
        }
    }

    /// <summary>Starts the same command in a session of its own, and passes its first line on.</summary>
    private static async Task<int> DetachAsync(IEnumerable<string> arguments)
    {
        var self = Environment.ProcessPath!;
        var log = Path.Combine(Path.GetTempPath(), $"unkai-{Environment.ProcessId}.log");
        var shell = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardInput = true };
        shell.ArgumentList.Add("-c");
        shell.ArgumentList.Add("log=$1; shift; exec setsid \"$@\" </dev/null 2>>\"$log\"");
        shell.ArgumentList.Add("sh");
        shell.ArgumentList.Add(log);
        shell.ArgumentList.Add(self);
        foreach (var argument in arguments.Where(argument => argument != "--detach"))
        {
            shell.ArgumentList.Add(argument);
        }

        using var process = ForegroundProcess.Start(shell);
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(s_detachPatience, MachineClock.Instance.Provider);
        if (line is null)
        {
            await process.WaitForExitAsync();
            await Console.Error.WriteAsync(await File.ReadAllTextAsync(log));
            return ExitCodes.Failed;
        }

        Console.WriteLine(line);
        return ExitCodes.Done;
    }
}
