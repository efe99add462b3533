using System.Collections.Concurrent;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Compute;

namespace Unkai.Lambda.Invocations;

/// <summary>Brings functions' log lines to CloudWatch Logs, as the functions' roles. No invocation waits for it.</summary>
/// <remarks>A role that may not write logs has none, as on AWS.</remarks>
internal sealed class FunctionLogs(World world) : IAsyncDisposable
{
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(AccountId Account, string Region, string Group, string Stream), LogStreamBuffer> _streams = new();

    internal IFunctionLogSink SinkOf(FunctionReference reference, string role) => new Sink(this, reference, role);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var all = Task.WhenAll(_streams.Values.Select(static stream => stream.HurryAsync()));
        await Task.WhenAny(all, world.Machine.DelayAsync(s_stopLimit, CancellationToken.None));
    }

    private void Write(Sink sink, in FunctionLogLine line)
    {
        var key = (sink.Reference.Account, sink.Reference.Region, line.LogGroup, line.LogStream);
        while (true)
        {
            var stream = _streams.GetOrAdd(
                key,
                static (key, given) => new LogStreamBuffer(
                    given.world.Machine,
                    given.world.Background,
                    () => CallAs(given.world, given.sink),
                    key.Group,
                    key.Stream,
                    () => given.streams.TryRemove(key, out _)),
                (world, sink, streams: _streams));
            if (stream.TryAdd(line))
            {
                return;
            }
        }
    }

    private static Call CallAs(World world, Sink sink)
    {
        var service = Principal.Service(Roles.ServicePrincipal, sink.Reference.Account);
        var address = world.Host<FunctionHost>().CloudAddress()?.GetLeftPart(UriPartial.Authority) ?? "http://127.0.0.1";
        var call = new Call { World = world, Caller = service, Region = sink.Reference.Region, Origin = new CallOrigin(address, null, null) };
        return Roles.CallAs(call, sink.Role, sink.Reference.Name);
    }

    private sealed class Sink(FunctionLogs logs, FunctionReference reference, string role) : IFunctionLogSink
    {
        public FunctionReference Reference { get; } = reference;

        public string Role { get; } = role;

        public void Write(in FunctionLogLine line) => logs.Write(this, line);
    }
}
