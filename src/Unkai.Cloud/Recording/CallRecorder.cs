using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Unkai.Api.Contracts;

namespace Unkai.Cloud.Recording;

/// <summary>The last step of every call: a span for whoever listens, counters, and the newest records in a ring.</summary>
public sealed class CallRecorder
{
    /// <summary>How many records a world keeps.</summary>
    public const int RecordsMax = 8192;

    private static readonly ActivitySource s_spans = new("Unkai.Cloud");
    private static readonly Meter s_meter = new("Unkai.Cloud");
    private static readonly Counter<long> s_calls = s_meter.CreateCounter<long>("unkai.calls", "{call}", "Calls, by service, operation, error and world.");

    private readonly Lazy<CallRecord?[]> _ring = new(static () => new CallRecord?[RecordsMax]);
    private readonly ConcurrentDictionary<UsageKey, Usage> _usage = new();
    private long _next;

    /// <summary>The newest records, the newest last.</summary>
    public IReadOnlyList<CallRecord> Recent()
    {
        var next = Interlocked.Read(ref _next);
        var recent = new List<CallRecord>();
        for (var i = Math.Max(0, next - RecordsMax); i < next; i++)
        {
            if (Volatile.Read(ref _ring.Value[i % RecordsMax]) is { } record)
            {
                recent.Add(record);
            }
        }

        return recent;
    }

    /// <summary>Calls so far, by account, service, operation.</summary>
    public IEnumerable<(string Account, OperationContract Operation, long Calls, long Errors)> Totals() =>
        _usage.Select(entry => (entry.Key.Account.Value, entry.Key.Operation, Interlocked.Read(ref entry.Value.Calls), Interlocked.Read(ref entry.Value.Errors)));

    internal static Activity? StartSpan(Call call, OperationContract operation)
    {
        if (!s_spans.HasListeners())
        {
            return null;
        }

        var span = s_spans.StartActivity($"{operation.Service.Name}.{operation.Name}", ActivityKind.Server);
        span?.SetTag("aws.request_id", call.RequestId).SetTag("rpc.service", operation.Service.Name).SetTag("rpc.method", operation.Name)
            .SetTag("cloud.account.id", call.Account.Value).SetTag("cloud.region", call.Region).SetTag("unkai.world", call.World.Name.Value);
        return span;
    }

    internal void Record(Call call, OperationContract operation, string? errorCode, TimeSpan duration, string? wouldDeny)
    {
        var usage = _usage.GetOrAdd(new UsageKey(call.Account, operation), static _ => new Usage());
        Interlocked.Increment(ref usage.Calls);
        if (errorCode is not null)
        {
            Interlocked.Increment(ref usage.Errors);
        }

        if (s_calls.Enabled)
        {
            s_calls.Add(1, new("service", operation.Service.Name), new("operation", operation.Name), new("error", errorCode), new("world", call.World.Name.Value));
        }

        var record = new CallRecord(
            call.Clock.GetUtcNow(), call.RequestId, call.Cause, call.Caller.Arn, call.Region, operation.Service.Name, operation.Name, errorCode, duration, wouldDeny);
        Volatile.Write(ref _ring.Value[(Interlocked.Increment(ref _next) - 1) % RecordsMax], record);
    }

    private readonly record struct UsageKey(AccountId Account, OperationContract Operation);

    private sealed class Usage
    {
        internal long Calls;
        internal long Errors;
    }
}
