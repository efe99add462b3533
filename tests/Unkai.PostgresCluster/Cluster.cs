using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;
using Unkai.Storage;

namespace Unkai.PostgresCluster;

/// <summary>A PostgreSQL server in a temporary folder, reached by a socket in that folder only. Both end with the process that started it, however that ends.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private const string User = "unkai";
    private const string Template = "unkai_template";
    private static readonly Lazy<Task<(Cluster? Cluster, string? Missing)>> s_shared = new(() => StartOrSayAsync());

    /// <summary>Who runs the server where we are root: it refuses to run as root.</summary>
    private static readonly string[] s_accounts = ["postgres", "nobody"];

    private readonly string _binaries;
    private readonly TaskCompletionSource _prepared = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _isDurable;
    private Process? _shell;
    private int _databases;

    private Cluster(string binaries, string folder, bool isDurable)
    {
        _isDurable = isDurable;
        _binaries = binaries;
        Folder = folder;
    }

    /// <summary>Where its data and its socket are.</summary>
    public string Folder { get; }

    /// <summary>The socket's path.</summary>
    public string SocketPath => Path.Combine(Folder, ".s.PGSQL.5432");

    /// <summary>This run's server, started when it is first asked for; or why there is none.</summary>
    public static Task<(Cluster? Cluster, string? Missing)> SharedAsync() => s_shared.Value;

    /// <summary>Starts a server of its own.</summary>
    /// <param name="isDurable">Whether it syncs to the disk: for measurements. A server that crashes loses nothing without it; a machine would.</param>
    /// <returns>Or why there is none.</returns>
    public static async Task<(Cluster? Cluster, string? Missing)> StartOrSayAsync(bool isDurable = false)
    {
        if (FindBinaries() is not { } binaries)
        {
            return (null, "PostgreSQL's server (initdb, postgres) is not installed; on Debian: apt install postgresql");
        }

        if (Environment.UserName == "root" && Account() is null)
        {
            return (null, "PostgreSQL does not run as root, and there is no other user here to run it");
        }

        var folder = Directory.CreateTempSubdirectory("unkai-pg-").FullName;
        var cluster = new Cluster(binaries, folder, isDurable);
        if (Account() is { } account)
        {
            await RunAsync("chown", account, folder);
        }

        var (code, said) = await RunAsync([.. AsAccount(), Path.Combine(binaries, "initdb"), "-D", cluster.Data, "-A", "trust", "-U", User, "--no-sync", "-E", "UTF8", "--locale=C"]);
        if (code != 0)
        {
            return (null, $"initdb failed: {said}");
        }

        await cluster.StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster._shell?.StandardInput.Close();
        return (cluster, null);
    }

    /// <summary>The URL of a database of this server.</summary>
    public string UrlOf(string database) => $"postgres://{User}@localhost/{database}?host={Uri.EscapeDataString(Folder)}";

    /// <summary>Makes a database that a store has been opened on; the first is made so, the others are copies of it.</summary>
    /// <returns>Its URL.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var number = Interlocked.Increment(ref _databases);
        if (number == 1)
        {
            try
            {
                await ExecuteAsync($"CREATE DATABASE {Template}");
                await using var store = await Store.OpenAsync(new StoreOptions { Database = UrlOf(Template) }, CancellationToken.None);
            }
            catch (Exception failure)
            {
                _prepared.SetException(failure);
                throw;
            }

            _prepared.SetResult();
        }

        await _prepared.Task;
        await ExecuteAsync($"CREATE DATABASE t{number} TEMPLATE {Template} STRATEGY FILE_COPY");
        return UrlOf($"t{number}");
    }

    /// <summary>Starts the server, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        // The shell ends the server when its own input ends, that is, with us, and then nobody needs the data; a word before that keeps them.
        const string Script = "\"$0\" \"$@\" </dev/null >>\"$UNKAI_PG_FOLDER/log\" 2>&1 & p=$!; word=; read word; kill -QUIT $p; wait $p; [ -n \"$word\" ] || rm -rf \"$UNKAI_PG_FOLDER\" 2>/dev/null";
        var start = new ProcessStartInfo(AsAccount() is [var first, ..] ? first : "sh") { RedirectStandardInput = true };
        start.Environment["UNKAI_PG_FOLDER"] = Folder;
        string[] arguments =
        [
            "sh", "-c", Script, Path.Combine(_binaries, "postgres"), "-D", Data, "-k", Folder, "-c", "listen_addresses=", "-c", "max_connections=500",
            "-c", _isDurable ? "fsync=on" : "fsync=off", "-c", "shared_buffers=128MB", "-c", "max_wal_size=512MB", "-c", "autovacuum_naptime=5s",
        ];
        foreach (var argument in AsAccount().Concat(arguments).Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        _shell = Process.Start(start)!;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ExecuteAsync("SELECT 1");
                return;
            }
            catch (Exception notYet) when (attempt < 600 && notYet is NpgsqlException or SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    /// <summary>Ends the server as a crash would, with its connections; <see cref="StartAsync"/> starts it again.</summary>
    public async Task CrashAsync()
    {
        await _shell!.StandardInput.WriteLineAsync("keep");
        await EndAsync();
    }

    /// <summary>Runs a statement in the server's own database.</summary>
    public async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection($"Host={Folder};Username={User};Database=postgres;Pooling=false;Timeout=30;CommandTimeout=60");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_shell is not null)
        {
            await EndAsync();
        }

        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private async Task EndAsync()
    {
        _shell!.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
        _shell = null;
    }

    private string Data => Path.Combine(Folder, "data");

    private static string? FindBinaries()
    {
        var candidates = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).ToList();
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            candidates.AddRange(Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(static version => Path.Combine(version, "bin")));
        }

        return candidates.Find(static folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private static string? Account() => Environment.UserName != "root" ? null
        : s_accounts.FirstOrDefault(static name => File.ReadLines("/etc/passwd").Any(line => line.StartsWith(name + ":", StringComparison.Ordinal)));

    private static string[] AsAccount() => Account() is { } account ? ["setpriv", $"--reuid={account}", $"--regid={account}", "--clear-groups"] : [];

    private static async Task<(int Code, string Said)> RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said + await errors);
    }
}
