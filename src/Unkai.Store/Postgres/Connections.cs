using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>The connections of one process to its database. Each use has a pool of its own, so that no use waits for one that waits for it.</summary>
internal sealed class Connections : IAsyncDisposable
{
    /// <summary>How many bodies read at once, unless the URL's <c>pool</c> says otherwise.</summary>
    internal const int ReadersDefault = 14;

    /// <summary>How many bodies hold claims at once: half of the readers, and worlds that commit and bodies of bytes that pass: a quarter each.</summary>
    private const int ClaimersShare = 2;

    private const int CommittersShare = 4;

    /// <summary>Plans are always over the primary key: the planner, which sees an empty table when a store is new, would choose to read all of it.</summary>
    private const string SessionSettings =
        "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_material=off -c jit=off -c plan_cache_mode=force_generic_plan"
        + " -c client_min_messages=warning -c default_transaction_isolation=read\\ committed"
        + " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

    /// <summary>Longer than any statement of a body takes; a peer that is gone is found by keep-alives before.</summary>
    private const int CommandSeconds = 60;

    private const int KeepAliveSeconds = 5;
    private const int KeepAliveIntervalSeconds = 2;

    /// <summary>A snapshot that a paused process leaves open holds dead rows; one that exports a world reads now and then.</summary>
    private const string SnapshotIdleMax = "10min";

    /// <summary>A transaction that a paused process leaves open with claims keeps other claimers out.</summary>
    private const string ClaimsIdleMax = "30s";

    private const int StatementsMax = 40;

    private readonly NpgsqlConnectionStringBuilder _settings;

    internal Connections(NpgsqlConnectionStringBuilder settings, Durability durability)
    {
        _settings = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            ApplicationName = "unkai",
            Options = SessionSettings + (durability == Durability.None ? " -c synchronous_commit=off" : " -c synchronous_commit=on"),
            CommandTimeout = CommandSeconds,
            MaxAutoPrepare = StatementsMax,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            ConnectionIdleLifetime = 60,
            Enlist = false,
        };
        if (settings.Host?.StartsWith('/') != true)
        {
            // A socket in a folder knows no keep-alive, and needs none.
            (_settings.TcpKeepAlive, _settings.TcpKeepAliveTime, _settings.TcpKeepAliveInterval) = (true, KeepAliveSeconds, KeepAliveIntervalSeconds);
        }

        var readers = settings.ContainsKey("Maximum Pool Size") ? settings.MaxPoolSize : ReadersDefault;
        Readers = Pool(readers, SnapshotIdleMax);
        Claimers = Pool(Math.Max(2, readers / ClaimersShare), ClaimsIdleMax);
        Committers = Pool(Math.Max(2, readers / CommittersShare), ClaimsIdleMax);
        Blobs = Pool(Math.Max(2, readers / CommittersShare), ClaimsIdleMax);
    }

    /// <summary>Bodies' snapshots: one repeatable-read transaction each.</summary>
    internal NpgsqlDataSource Readers { get; }

    /// <summary>Bodies' claims: a transaction each, for as long as the claims are reserved.</summary>
    internal NpgsqlDataSource Claimers { get; }

    /// <summary>Group commits and what concerns whole worlds.</summary>
    internal NpgsqlDataSource Committers { get; }

    /// <summary>Chunks of bodies.</summary>
    internal NpgsqlDataSource Blobs { get; }

    /// <summary>Host, port and database, for messages.</summary>
    internal string Name => $"{_settings.Host}:{_settings.Port}/{_settings.Database ?? _settings.Username}";

    /// <summary>A connection that is kept: the listener's and the lease's.</summary>
    internal async Task<NpgsqlConnection> OpenKeptAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Pooling = false, KeepAlive = 2, CommandTimeout = 5, MaxAutoPrepare = 0 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes the connections that are idle, and those in use when they are given back.</summary>
    public async ValueTask DisposeAsync()
    {
        await Readers.DisposeAsync();
        await Claimers.DisposeAsync();
        await Committers.DisposeAsync();
        await Blobs.DisposeAsync();
    }

    private NpgsqlDataSource Pool(int size, string idleMax) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_settings.ConnectionString)
    {
        MaxPoolSize = size,
        MinPoolSize = 0,
        Options = $"{_settings.Options} -c idle_in_transaction_session_timeout={idleMax}",
    });
}
