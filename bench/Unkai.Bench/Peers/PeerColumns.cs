using System.Globalization;
using System.Net.Sockets;

namespace Unkai.Bench;

/// <summary>The peers of some rows, each with its workload. Whatever a peer does, a row waits for it no longer than is said here; one that cannot be measured shows <c>-</c>.</summary>
/// <typeparam name="T">The workload.</typeparam>
internal sealed class PeerColumns<T> : IDisposable
    where T : class
{
    /// <summary>Peers work on one processor: more connections make none faster, and fail some.</summary>
    private const int Connections = 4;

    private static readonly TimeSpan s_preparation = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_measurement = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_lastAnswer = TimeSpan.FromSeconds(45);

    private readonly List<Column> _columns = [];

    private PeerColumns()
    {
    }

    public void Dispose() => _columns.ForEach(column => column.Server?.Dispose());

    /// <summary>Starts the peers that can be had and prepares their workloads.</summary>
    /// <param name="programs">Where their programs are.</param>
    /// <param name="peers">Which, in the order of the columns.</param>
    /// <param name="workload">Makes a peer's workload.</param>
    /// <param name="prepare">Fills it with what the rows read.</param>
    internal static async Task<PeerColumns<T>> StartAsync(PeerPrograms programs, IEnumerable<Peer> peers, Func<Peer, T> workload, Func<T, Task> prepare)
    {
        var columns = new PeerColumns<T>();
        foreach (var peer in peers)
        {
            var column = new Column(peer);
            columns._columns.Add(column);
            if (programs.PathOf(peer) is not { } program)
            {
                continue;
            }

            try
            {
                column.Server = await ServerProcess.StartSilentAsync(peer.Port, program, peer.CommandLine(Directory.CreateTempSubdirectory("unkai-bench-").FullName));
                var work = workload(peer);
                await prepare(work).WaitAsync(s_preparation);
                column.Work = work;
            }
            catch (Exception trouble) when (IsPeers(trouble))
            {
                Report(peer, trouble);
            }
        }

        return columns;
    }

    /// <summary>Measures each peer for a few seconds at most.</summary>
    /// <returns>The columns, to be put after a row.</returns>
    internal Task<string> MeasureAsync(int count, int requestsPerCycle, Func<T, Func<LoadClient.Connection, int, Task>> work) => MeasureAsync(
        "/s", (peer, workload) => LoadClient.RunAsync(peer.Port, Connections, count, requestsPerCycle, work(workload), s_measurement).WaitAsync(s_measurement + s_lastAnswer));

    /// <summary>Measures each peer by a rate of its workload; the wait is bounded all the same.</summary>
    internal Task<string> MeasureAsync(string unit, Func<T, Task<double>> rate, TimeSpan longest) => MeasureAsync(unit, (_, workload) => rate(workload).WaitAsync(longest));

    private async Task<string> MeasureAsync(string unit, Func<Peer, T, Task<double>> rate)
    {
        var text = "";
        foreach (var column in _columns)
        {
            var shown = "-";
            try
            {
                if (column.Work is { } work)
                {
                    var measured = await rate(column.Peer, work);
                    shown = string.Create(CultureInfo.InvariantCulture, $"{measured:N0}{unit}");
                }
            }
            catch (Exception trouble) when (IsPeers(trouble))
            {
                Report(column.Peer, trouble);
            }

            text += $"{column.Peer.Name,11} {shown,9}";
        }

        return text;
    }

    private static bool IsPeers(Exception trouble) =>
        trouble is IOException or SocketException or TimeoutException or ObjectDisposedException or System.ComponentModel.Win32Exception or FormatException or ArgumentException;

    private static void Report(Peer peer, Exception trouble) => Console.Error.WriteLine($"{peer.Name}: {trouble.Message.Split('\r', '\n')[0]}");

    private sealed class Column(Peer peer)
    {
        internal Peer Peer => peer;

        internal ServerProcess? Server { get; set; }

        internal T? Work { get; set; }
    }
}
