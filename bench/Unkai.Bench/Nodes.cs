using System.Globalization;
using Unkai.PostgresCluster;

namespace Unkai.Bench;

/// <summary>One, two and three nodes on one PostgreSQL database, beside the embedded engine: the same clients, spread over the nodes, on one queue and one bucket.</summary>
internal sealed class Nodes(string unkai, int scale)
{
    private const int Connections = 32;
    private const int FirstPort = 24150;
    private const int NodesMax = 3;

    private readonly int _cycles = 6000 / scale;

    internal async Task RunAsync()
    {
        var (cluster, missing) = await Cluster.StartOrSayAsync(isDurable: true);
        if (cluster is null)
        {
            Console.WriteLine(missing);
            return;
        }

        await using (cluster)
        {
            Console.WriteLine($"{"requests/s",-26}{"SQS send",12}{"SQS cycle",12}{"S3 put 1 KB",13}{"S3 get 1 KB",13}{"node CPU µs",13}");
            var folder = Directory.CreateTempSubdirectory("unkai-bench-").FullName;
            await MeasureAsync("embedded, always", [await StartAsync(FirstPort, "--data", folder, "--durability", "always")]);
            Directory.Delete(folder, recursive: true);
            for (var count = 1; count <= NodesMax; count++)
            {
                var database = await cluster.CreateDatabaseAsync();
                var nodes = new List<ServerProcess>();
                for (var i = 0; i < count; i++)
                {
                    nodes.Add(await StartAsync(FirstPort + i, "--store", database));
                }

                await MeasureAsync($"PostgreSQL, {count} node{(count == 1 ? "" : "s")}", nodes);
            }
        }
    }

    private Task<ServerProcess> StartAsync(int port, params string[] arguments) =>
        ServerProcess.StartAsync(unkai, ["up", "--port", port.ToString(CultureInfo.InvariantCulture), .. arguments]);

    private async Task MeasureAsync(string name, List<ServerProcess> nodes)
    {
        var workloads = nodes.Select((_, i) => new Workload(FirstPort + i, new Requests(FirstPort + i, "test", "test"))).ToList();
        await workloads[0].PrepareAsync();
        await RunAsync(nodes, _cycles / 4, 3, workloads.ConvertAll(workload => (Func<LoadClient.Connection, int, Task>)workload.SqsCycle));
        var before = nodes.Sum(node => node.ProcessorSeconds);
        var send = await RunAsync(nodes, _cycles, 1, workloads.ConvertAll(workload => (Func<LoadClient.Connection, int, Task>)workload.SqsSend));
        var cycle = await RunAsync(nodes, _cycles / 2, 3, workloads.ConvertAll(workload => (Func<LoadClient.Connection, int, Task>)workload.SqsCycle));
        var put = await RunAsync(nodes, _cycles, 1, workloads.ConvertAll(workload => (Func<LoadClient.Connection, int, Task>)workload.S3Put));
        var get = await RunAsync(nodes, _cycles, 1, workloads.ConvertAll(workload => (Func<LoadClient.Connection, int, Task>)workload.S3Get));
        var processor = (nodes.Sum(node => node.ProcessorSeconds) - before) * 1e6 / (_cycles * 4.5);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-26}{send,12:N0}{cycle,12:N0}{put,13:N0}{get,13:N0}{processor,13:F0}"));
        nodes.ForEach(node => node.Dispose());
    }

    /// <summary>The same work on each node at once; requests a second of all together.</summary>
    private static async Task<double> RunAsync(List<ServerProcess> nodes, int count, int requestsPerCycle, List<Func<LoadClient.Connection, int, Task>> cycles)
    {
        var rates = await Task.WhenAll(nodes.Select((_, i) => LoadClient.RunAsync(FirstPort + i, Connections / nodes.Count, count / nodes.Count, requestsPerCycle, cycles[i])));
        return rates.Sum();
    }
}
