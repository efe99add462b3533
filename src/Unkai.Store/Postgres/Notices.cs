using System.Globalization;
using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>What nodes tell each other, over LISTEN and NOTIFY: changed and released keys, worlds that came or went, nodes that went.</summary>
/// <remarks>
/// Texts: <c>c (world) (commit) (hints)</c>; <c>r (world) (hints)</c>; <c>w</c>: a world was made; <c>d (world)</c>: one was deleted; <c>n</c>: a node's lease ended.
/// The server delivers them in the order of commits, after these can be read.
/// </remarks>
internal sealed class Notices(PostgresStore store) : IAsyncDisposable
{
    internal const string WorldMade = "w";

    private readonly CancellationTokenSource _stop = new();
    private Task? _loop;

    /// <summary>Whether the server is heard.</summary>
    internal bool IsListening { get; private set; }

    internal static string Released(int world, string hints) => string.Create(CultureInfo.InvariantCulture, $"r {world} {hints}");

    internal static string WorldDeleted(int world) => string.Create(CultureInfo.InvariantCulture, $"d {world}");

    internal async Task StartAsync(CancellationToken cancellation)
    {
        var connection = await ListenAsync(cancellation);
        _loop = RunAsync(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_loop is not null)
        {
            await _loop;
        }

        _stop.Dispose();
    }

    private async Task<NpgsqlConnection> ListenAsync(CancellationToken cancellation)
    {
        var connection = await store.Connections.OpenKeptAsync(cancellation);
        try
        {
            connection.Notification += (_, notice) => Hear(notice.Payload);
            await using var listen = new NpgsqlCommand("LISTEN unkai", connection);
            await listen.ExecuteNonQueryAsync(cancellation);

            // From here on everything is heard; what was committed before can be told by the worlds' numbers.
            var numbers = new List<(int World, long Sequence)>();
            await using (var command = new NpgsqlCommand("SELECT id, seq FROM unkai.worlds", connection))
            {
                await using var rows = await command.ExecuteReaderAsync(cancellation);
                while (await rows.ReadAsync(cancellation))
                {
                    numbers.Add((rows.GetInt32(0), rows.GetInt64(1)));
                }
            }

            foreach (var world in store.Worlds.All)
            {
                world.ChangedUnheard();
                if (numbers.Find(number => number.World == world.Id) is { Sequence: > 0 } there)
                {
                    world.HeardSince(there.Sequence);
                }
                else
                {
                    store.Worlds.Forget(world);
                }
            }

            IsListening = true;
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task RunAsync(NpgsqlConnection? connection)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (connection is null)
                {
                    connection = await ListenAsync(_stop.Token);
                    store.WorldsMayHaveChanged();
                    store.Lease.NodesMayHaveChanged();
                }

                while (true)
                {
                    await connection.WaitAsync(_stop.Token);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // The top of a loop that must go on: whoever watches is woken when the server is heard again.
            catch (Exception)
#pragma warning restore CA1031
            {
                IsListening = false;
                await CloseAsync(connection);
                connection = null;
                await store.Clock.DelayAsync(Trouble.Pause, CancellationToken.None);
            }
        }

        await CloseAsync(connection);
    }

    private static async ValueTask CloseAsync(NpgsqlConnection? connection)
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    private void Hear(string text)
    {
        var parts = text.Split(' ');
        switch (parts)
        {
            case ["c", var world, var sequence, var hints]:
                store.Worlds.Find(Number(world))?.Changed(long.Parse(sequence, CultureInfo.InvariantCulture), Hints.Read(hints));
                break;
            case ["r", var world, var hints]:
                store.Worlds.Find(Number(world))?.Released(Hints.Read(hints));
                break;
            case ["w"]:
                store.WorldsMayHaveChanged();
                break;
            case ["d", var world]:
                if (store.Worlds.Find(Number(world)) is { } gone)
                {
                    store.Worlds.Forget(gone);
                }

                store.WorldsMayHaveChanged();
                break;
            case ["n"]:
                store.NodeHasGone();
                break;
            default:
                // A newer version's notice on the same channel: worlds changed in a way that is not known here.
                foreach (var known in store.Worlds.All)
                {
                    known.ChangedUnheard();
                }

                break;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
