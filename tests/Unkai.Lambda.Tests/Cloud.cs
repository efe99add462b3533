using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.Compute;
using Unkai.Iam;
using Unkai.Logs;
using Unkai.PostgresCluster;
using Unkai.Storage;
using Unkai.Sts;

namespace Unkai.Lambda.Tests;

/// <summary>A cloud in memory with real functions, hand-made queues and a clock that the test moves.</summary>
public sealed class Cloud : IAsyncDisposable
{
    internal const string Role = "arn:aws:iam::000000000000:role/worker";
    internal const string Echo = "def handler(event, context):\n    return event\n";
    internal const string Fails = "def handler(event, context):\n    raise ValueError('no')\n";

    private readonly string _directory = Directory.CreateTempSubdirectory("unkai-lambda-tests-").FullName;
    private readonly FunctionPool _pool;
    private readonly ServiceCatalog _services;
    private readonly JobPump _pump;

    private Cloud(Store store)
    {
        var random = CryptographicRandomSource.Instance;
        _pool = new FunctionPool(new FunctionPoolOptions { StateDirectory = Path.Combine(_directory, "compute") }, ProcessLauncher.Instance, MachineClock.Instance, random);
        var iam = new IamService(store);
        _services = new ServiceCatalog(
        [
            new("iam", () => iam), new("sts", () => new StsService(store)), new("lambda", () => new LambdaService()), new("logs", () => new LogsService()), new("sqs", () => Queues),
        ]);
        World = new World
        {
            Name = WorldName.Default,
            Store = store,
            Clock = new WorldClock(MachineClock.Instance),
            Machine = MachineClock.Instance,
            Random = random,
            Pipeline = new Pipeline(_services, iam, NullLogger.Instance),
            Hosted = new Dictionary<Type, object> { [typeof(FunctionHost)] = new FunctionHost(_pool, Path.Combine(_directory, "functions"), () => null) },
        };
        Start = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
        World.Clock.Set(Start, 0);
        var origin = new CallOrigin("http://127.0.0.1:4566", null, null);
        Call = new Call { World = World, Caller = Principal.Root(AccountId.Default), Region = "us-east-1", Origin = origin };
        _pump = new JobPump(World, _services, origin, NullLogger.Instance);
        _pump.Start();
    }

    internal World World { get; }

    internal DateTimeOffset Start { get; }

    internal Call Call { get; }

    internal FakeQueues Queues { get; } = new();

    internal static async Task<Cloud> StartAsync()
    {
        var cloud = new Cloud(await Store.OpenAsync(new StoreOptions { Database = await ChosenStore.DatabaseAsync() }, CancellationToken.None));
        var trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
        Assert.Null((await cloud.Call.Iam.CreateRoleAsync(new CreateRoleRequest { RoleName = "worker", AssumeRolePolicyDocument = trust })).Error);
        return cloud;
    }

    /// <summary>How many commits the store has made.</summary>
    internal async Task<ulong> CommitsAsync() =>
        (await World.Store.TransactAsync(World.Name, transaction => ValueTask.FromResult(transaction.Append("test"u8.ToArray(), default)), CancellationToken.None)).Value.Sequence;

    internal async Task<FunctionConfiguration> CreateAsync(string name, string code, Action<CreateFunctionRequest>? change = null)
    {
        var request = new CreateFunctionRequest
        {
            FunctionName = name, Runtime = "python3.12", Handler = "index.handler", Role = Role, Timeout = 20, Code = new FunctionCode { ZipFile = Zip(code) },
        };
        change?.Invoke(request);
        return (await Call.Lambda.CreateFunctionAsync(request)).Value;
    }

    internal async Task<Outcome<InvocationResponse>> InvokeAsync(string name, string payload, string? type = null) =>
        await Call.Lambda.InvokeAsync(new InvocationRequest { FunctionName = name, Payload = Encoding.UTF8.GetBytes(payload), InvocationType = type });

    /// <summary>Waits until the store holds what is looked for.</summary>
    internal async Task<T> EventuallyAsync<T>(Func<Snapshot, ValueTask<T?>> look)
        where T : class
    {
        while (true)
        {
            var (found, watch) = await World.Store.ReadAsync(World.Name, async snapshot => (await look(snapshot), snapshot.Watch(KeyRange.All)), TestContext.Current.CancellationToken);
            using (watch)
            {
                if (found is not null)
                {
                    return found;
                }

                await watch.WaitAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Waits until a job is due so long after the start, and goes there.</summary>
    internal async Task AdvanceToJobAsync(TimeSpan afterStart)
    {
        await EventuallyAsync(async snapshot => (await JobTable.ListAsync(snapshot, null, 100)).Any(job => job.Key.Due == Start + afterStart) ? "" : null);
        World.Clock.Set(Start + afterStart, 0);
    }

    internal static byte[] Zip(string code)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("index.py").Open();
            entry.Write(Encoding.UTF8.GetBytes(code));
        }

        return stream.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await _pump.DisposeAsync();
        await _services.DisposeAsync();
        await _pool.DisposeAsync();
        await World.Store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
