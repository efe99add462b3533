using System.Globalization;

namespace Unkai.Bench;

/// <summary>All measurements, each pair in turn in one run, printed as ratios.</summary>
internal sealed class Comparison(string unkai, string self, PeerPrograms programs, int scale, string? only)
{
    private const int Connections = 32;
    private const int UnkaiPort = 4681;
    private const int FloorPort = 4682;

    /// <summary>How many large objects a peer gets.</summary>
    private const int PeerTimes = 4;

    private static readonly TimeSpan s_peerLongest = TimeSpan.FromSeconds(90);

    private readonly int _cycles = 30_000 / scale;

    internal async Task RunAsync()
    {
        Console.WriteLine($"{"",-42}{"unkai",12}{"floor",12}{"ratio",8}{"CPU µs",9}{"floor µs",10}");
        if (only is null or "SQS" or "S3")
        {
            await DurableAsync("always");
            await DurableAsync("everysec");
            await VerifiedAsync();
        }

        if (only is null or "large")
        {
            await LargeAsync();
        }

        if (only is null or "large" or "list")
        {
            await ListAsync();
        }

        if (only is null or "DynamoDB")
        {
            await DynamoDbAsync();
        }

        if (only is null or "start")
        {
            await StartAndMemoryAsync();
        }

        if (only is null or "invoke")
        {
            await FunctionsAsync();
        }
    }

    private static void Row(string name, double ours, double floor, double ourMicroseconds, double floorMicroseconds, string peers) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{name,-42}{ours,10:N0}/s{floor,10:N0}/s{ours / floor,8:F2}{ourMicroseconds,9:F0}{floorMicroseconds,10:F0}") + peers);

    private static string Temporary() => Directory.CreateTempSubdirectory("unkai-bench-").FullName;

    private async Task DurableAsync(string durability)
    {
        var (data, log) = (Temporary(), Temporary());
        using var cloud = await ServerProcess.StartAsync(unkai, "up", "--port", $"{UnkaiPort}", "--data", data, "--durability", durability);
        using var floor = await ServerProcess.StartAsync(self, "floor", $"{FloorPort}", log, durability);
        var count = durability == "always" ? _cycles / 3 : _cycles;
        var ours = new Workload(UnkaiPort, new Requests(UnkaiPort, "test", "test"));
        var bare = new Workload(FloorPort, new Requests(FloorPort, "test", "test"));
        await ours.PrepareAsync();
        if (durability == "always")
        {
            await CompareAsync("SQS send, receive, delete (always)", cloud, floor, count, 3, workload => workload.SqsCycle, ours, bare);
            await CompareAsync("S3 put 1 KB (always)", cloud, floor, count, 1, workload => workload.S3Put, ours, bare);
            return;
        }

        // No peer syncs, so they stand beside what need not either.
        using var queues = await PeerColumns<Workload>.StartAsync(programs, [Peer.Moto], peer => new Workload(peer.Port, peer.Requests), workload => workload.PrepareAsync());
        await CompareAsync("SQS send, receive, delete (everysec)", cloud, floor, count, 3, workload => workload.SqsCycle, ours, bare, queues);
        queues.Dispose();
        using var objects = await PeerColumns<Workload>.StartAsync(programs, [Peer.Moto, Peer.S3rver], peer => new Workload(peer.Port, peer.Requests), workload => workload.PrepareS3Async());
        await CompareAsync("S3 put 1 KB (everysec)", cloud, floor, count, 1, workload => workload.S3Put, ours, bare, objects);
        await CompareAsync("S3 get 1 KB", cloud, floor, count, 1, workload => workload.S3Get, ours, bare, objects);
    }

    private async Task VerifiedAsync()
    {
        var (data, log) = (Temporary(), Temporary());
        using var cloud = await ServerProcess.StartAsync(unkai, "up", "--port", $"{UnkaiPort}", "--data", data);
        using var floor = await ServerProcess.StartAsync(self, "floor", $"{FloorPort}", log, "everysec");
        var setup = new Workload(UnkaiPort, new Requests(UnkaiPort, "test", "test"));
        await setup.PrepareAsync();
        var (id, secret) = await setup.CreateKeyAsync();
        var ours = new Workload(UnkaiPort, new Requests(UnkaiPort, id, secret));
        var bare = new Workload(FloorPort, new Requests(FloorPort, id, secret));
        await CompareAsync("SQS send, verified signatures", cloud, floor, _cycles, 1, workload => workload.SqsSend, ours, bare);
        await CompareAsync("S3 put 1 KB, verified signatures", cloud, floor, _cycles, 1, workload => workload.S3Put, ours, bare);
        await CompareAsync("S3 get 1 KB, verified signatures", cloud, floor, _cycles, 1, workload => workload.S3Get, ours, bare);
    }

    private async Task ListAsync()
    {
        using var cloud = await ServerProcess.StartAsync(unkai, "up", "--port", $"{UnkaiPort}", "--data", Temporary());
        using var floor = await ServerProcess.StartAsync(self, "store-floor", $"{FloorPort}", Temporary());
        var (ours, bare) = (new ListWorkload(UnkaiPort, new Requests(UnkaiPort, "test", "test")), new ListWorkload(FloorPort, new Requests(FloorPort, "test", "test")));
        await ours.PrepareAsync();
        await bare.PrepareAsync();
        using var peers = await PeerColumns<ListWorkload>.StartAsync(programs, [Peer.Moto, Peer.S3rver], peer => new ListWorkload(peer.Port, peer.Requests), workload => workload.PrepareAsync());
        await CompareAsync("S3 list of 1,000", cloud, floor, Math.Max(1, 4000 / scale), 1, workload => workload.List, ours, bare, peers);
    }

    private async Task LargeAsync()
    {
        using var cloud = await ServerProcess.StartAsync(unkai, "up", "--port", $"{UnkaiPort}", "--data", Temporary());
        using var floor = await ServerProcess.StartAsync(self, "file-floor", $"{FloorPort}", Temporary());
        var (ours, bare) = (new LargeObjects(new Requests(UnkaiPort, "test", "test"), UnkaiPort), new LargeObjects(new Requests(FloorPort, "test", "test"), FloorPort));
        using var peers = await PeerColumns<LargeObjects>.StartAsync(programs, [Peer.Moto, Peer.S3rver], peer => new LargeObjects(peer.Requests, peer.Port), workload => workload.PrepareAsync());
        await ours.PrepareAsync();
        foreach (var (size, count) in ((int, int)[])[(1 << 20, 800), (64 << 20, 16)])
        {
            var times = Math.Max(4, count / scale);
            await LargeRowAsync($"S3 put {size >> 20} MB", work => work.PutAsync(size, times), work => work.PutAsync(size, PeerTimes), ours, bare, peers);
            await LargeRowAsync($"S3 get {size >> 20} MB", work => work.GetAsync(size, times), work => work.GetAsync(size, PeerTimes), ours, bare, peers);
        }

        if (scale == 1)
        {
            await LargeRowAsync("S3 multipart of 1 GB", work => work.MultipartAsync(isFloor: work == bare), work => work.MultipartAsync(isFloor: false), ours, bare, peers, rounds: 2);
        }
    }

    /// <summary>Both in turn; the best of the rounds counts, the first only warms up. Peers have one round.</summary>
    private static async Task LargeRowAsync(
        string name, Func<LargeObjects, Task<double>> rate, Func<LargeObjects, Task<double>> peerRate, LargeObjects ours, LargeObjects bare, PeerColumns<LargeObjects> peers, int rounds = 3)
    {
        var (best, bestFloor) = (0.0, 0.0);
        for (var round = 0; round < rounds; round++)
        {
            best = Math.Max(best, await rate(ours));
            bestFloor = Math.Max(bestFloor, await rate(bare));
        }

        var others = await peers.MeasureAsync("MB/s", peerRate, s_peerLongest);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-42}{best,8:N0}MB/s{bestFloor,8:N0}MB/s{best / bestFloor,8:F2}{"",19}") + others);
    }

    private async Task DynamoDbAsync()
    {
        using var cloud = await ServerProcess.StartAsync(unkai, "up", "--port", $"{UnkaiPort}", "--data", Temporary());
        using var floor = await ServerProcess.StartAsync(self, "store-floor", $"{FloorPort}", Temporary());
        var ours = new DynamoDbWorkload(UnkaiPort, new Requests(UnkaiPort, "test", "test"));
        var bare = new DynamoDbWorkload(FloorPort, new Requests(FloorPort, "test", "test"));
        await ours.PrepareAsync();
        await bare.PrepareAsync();
        using var peers = await PeerColumns<DynamoDbWorkload>.StartAsync(
            programs, [Peer.Moto, Peer.Dynalite], peer => new DynamoDbWorkload(peer.Port, peer.Requests), workload => workload.PrepareAsync());
        foreach (var (name, count, work) in DynamoDbWork())
        {
            await CompareAsync("DynamoDB " + name, cloud, floor, Math.Max(1, count / scale), 1, work, ours, bare, peers);
        }
    }

    private static IEnumerable<(string Name, int Count, Func<DynamoDbWorkload, Func<LoadClient.Connection, int, Task>> Work)> DynamoDbWork() =>
    [
        ("put 400 B", 30_000, workload => workload.Put),
        ("get 400 B", 30_000, workload => workload.Get),
        ("query of 10", 20_000, workload => workload.Query),
        ("update with condition", 30_000, workload => workload.Update),
        ("transaction of 4", 15_000, workload => workload.Transact),
        ("batch of 25", 5_000, workload => workload.Batch),
        ("scan of 1 MB", 400, workload => workload.Scan),
    ];

    private async Task CompareAsync<T>(
        string name, ServerProcess cloud, ServerProcess floor, int count, int requests, Func<T, Func<LoadClient.Connection, int, Task>> work, T ours, T bare, PeerColumns<T>? peers = null)
        where T : class
    {
        if (only is not (null or "large" or "list") && !name.StartsWith(only, StringComparison.Ordinal))
        {
            return;
        }

        // Both warm up, then take turns; the better half of three rounds each counts, so that a neighbour's burst does not.
        await LoadClient.RunAsync(UnkaiPort, Connections, Math.Max(1, count / 4), requests, work(ours));
        await LoadClient.RunAsync(FloorPort, Connections, Math.Max(1, count / 4), requests, work(bare));
        var (best, bestFloor, cpu, cpuFloor) = (0.0, 0.0, double.MaxValue, double.MaxValue);
        for (var round = 0; round < 3; round++)
        {
            var before = cloud.ProcessorSeconds;
            best = Math.Max(best, await LoadClient.RunAsync(UnkaiPort, Connections, count, requests, work(ours)));
            cpu = Math.Min(cpu, (cloud.ProcessorSeconds - before) / count / requests * 1_000_000);
            before = floor.ProcessorSeconds;
            bestFloor = Math.Max(bestFloor, await LoadClient.RunAsync(FloorPort, Connections, count, requests, work(bare)));
            cpuFloor = Math.Min(cpuFloor, (floor.ProcessorSeconds - before) / count / requests * 1_000_000);
        }

        var others = peers is null ? "" : await peers.MeasureAsync(count, requests, work);
        Row(name, best, bestFloor, cpu, cpuFloor, others);
    }

    private async Task StartAndMemoryAsync()
    {
        const int Times = 7;
        var ours = await ServerProcess.MeasureStartAsync(UnkaiPort, Times, unkai, "up", "--port", $"{UnkaiPort}", "--data", Temporary());
        var bare = await ServerProcess.MeasureStartAsync(FloorPort, Times, self, "floor", $"{FloorPort}", Temporary(), "everysec");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"exec to first answer",-42}{ours,10:F0}ms{bare,10:F0}ms{ours / bare,8:F2}"));
        using var cloud = await ServerProcess.StartAsync(unkai, "up", "--port", $"{UnkaiPort}", "--ephemeral");
        using var floor = await ServerProcess.StartAsync(self, "floor", $"{FloorPort}", Temporary(), "everysec");
        await Task.Delay(2000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"idle memory",-42}{cloud.MemoryMegabytes,10:F0}MB{floor.MemoryMegabytes,10:F0}MB{cloud.MemoryMegabytes / floor.MemoryMegabytes,8:F2}"));
    }

    private async Task FunctionsAsync()
    {
        using var cloud = await ServerProcess.StartAsync(unkai, "up", "--port", $"{UnkaiPort}", "--ephemeral");
        var work = new Workload(UnkaiPort, new Requests(UnkaiPort, "test", "test"));
        foreach (var runtime in (string[])["python3.11", "nodejs20.x"])
        {
            var (cold, warm) = await work.InvokeAsync(runtime, 2000 / scale);
            var pipe = await PipeRoundTrip.MeasureAsync(runtime, 20_000 / scale);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"warm invoke over HTTP, " + runtime,-42}{warm,10:F0}µs{pipe,10:F0}µs{warm / pipe,8:F2}   (floor: a pipe round trip)"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"cold invoke over HTTP, " + runtime,-42}{cold,10:F0}ms"));
        }
    }
}
