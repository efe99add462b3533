using Microsoft.Extensions.Logging.Abstractions;
using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Jobs;
using Unkai.Storage;

namespace Unkai.Logs.Tests;

/// <summary>CloudWatch Logs in memory, at ten o'clock until the test moves the clock.</summary>
internal sealed class LogsCloud : IAsyncDisposable
{
    private readonly JobPump _pump;

    internal LogsCloud()
    {
        var services = new ServiceCatalog([new("logs", () => new LogsService())]);
        World = new World
        {
            Name = WorldName.Default,
            Store = Store.InMemory(),
            Clock = new WorldClock(MachineClock.Instance),
            Machine = MachineClock.Instance,
            Random = CryptographicRandomSource.Instance,
            Pipeline = new Pipeline(services, new NoPolicies(), NullLogger.Instance),
        };
        World.Clock.Set(Start, 0);
        var origin = new CallOrigin("http://127.0.0.1:4566", null, null);
        Call = new Call { World = World, Caller = Principal.Root(AccountId.Default), Region = "us-east-1", Origin = origin };
        _pump = new JobPump(World, services, origin, NullLogger.Instance);
        _pump.Start();
    }

    internal static DateTimeOffset Start { get; } = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    internal static long StartMs => Start.ToUnixTimeMilliseconds();

    internal World World { get; }

    internal Call Call { get; }

    internal async Task CreateAsync(string group, params string[] streams)
    {
        await Call.Logs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = group });
        foreach (var stream in streams)
        {
            Assert.Null((await Call.Logs.CreateLogStreamAsync(new CreateLogStreamRequest { LogGroupName = group, LogStreamName = stream })).Error);
        }
    }

    internal async Task<Outcome<PutLogEventsResponse>> PutAsync(string group, string stream, params (long AfterMs, string Message)[] events) =>
        await Call.Logs.PutLogEventsAsync(new PutLogEventsRequest
        {
            LogGroupName = group,
            LogStreamName = stream,
            LogEvents = [.. events.Select(entry => new InputLogEvent { Timestamp = StartMs + entry.AfterMs, Message = entry.Message })],
        });

    internal async Task<List<string>> FilterAsync(string group, string? pattern) =>
        [.. (await Call.Logs.FilterLogEventsAsync(new FilterLogEventsRequest { LogGroupName = group, FilterPattern = pattern })).Value.Events!.Select(entry => entry.Message!)];

    public async ValueTask DisposeAsync()
    {
        await _pump.DisposeAsync();
        await World.Store.DisposeAsync();
    }

    private sealed class NoPolicies : IPolicySource
    {
        public ValueTask<PolicySet> FindAsync(World world, Principal principal, CancellationToken cancellation) => ValueTask.FromResult(new PolicySet());
    }
}
