using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>Which failures pass: the server restarts, the network is cut, a deadlock was broken. What is not among them is a defect, and reaches the caller as it is.</summary>
internal static class Trouble
{
    /// <summary>How long a call waits for the server to come back before it fails.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Between attempts to reach a server that is away.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    internal static bool Passes(Exception failure) => failure switch
    {
        PostgresException refused => refused.SqlState is
            "57P01" or "57P02" or "57P03" // shut down, crashed, starting
            or "25P03" or "25P02" // idle too long in a transaction, and what follows it
            or "40P01" or "40001" or "55P03" // deadlock and the like
            or "53300" // too many connections
            || refused.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException => true,
        _ => false,
    };

    /// <summary>Whether a failure is that of a connection that was cut while it was used: the driver then throws what its parts happen to throw.</summary>
    internal static bool IsCut(NpgsqlConnection? connection, Exception failure) => failure is ObjectDisposedException
        || (failure is InvalidOperationException && (connection is null || connection.FullState is System.Data.ConnectionState.Closed or System.Data.ConnectionState.Broken));

    internal static NpgsqlException Cut(Exception failure) => new("The connection was cut.", failure);

    internal static StoreUnavailableException Unavailable(string database, Exception failure) =>
        new($"The database {database} cannot be reached: {failure.Message}", failure);
}
