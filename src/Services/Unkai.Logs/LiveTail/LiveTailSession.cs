using System.Runtime.CompilerServices;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Logs.Patterns;

namespace Unkai.Logs.LiveTail;

/// <summary>One client that watches new events: every second an update with those that came, for three hours.</summary>
/// <remarks>Source: CloudWatch Logs API reference, StartLiveTail. Updates pace a connection, so they follow the machine's time; the three hours are the world's.</remarks>
internal sealed class LiveTailSession(LiveTailSessionStart start, FilterPattern pattern)
{
    private const int UpdateEventsMax = 500;
    private const int BufferedEventsMax = 5000;
    private static readonly TimeSpan s_updateEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_length = TimeSpan.FromHours(3);

    private readonly Queue<LiveTailSessionLogEvent> _waiting = new();
    private readonly Lock _lock = new();

    /// <summary>The session's events, from now until the client goes.</summary>
    internal async IAsyncEnumerable<StartLiveTailResponseStream> RunAsync(World world, LiveTails tails, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var end = world.Clock.GetUtcNow() + s_length;
        tails.Open(this);
        try
        {
            yield return new StartLiveTailResponseStream { SessionStart = start };
            while (true)
            {
                await world.Machine.DelayAsync(s_updateEvery, cancellation);
                yield return new StartLiveTailResponseStream { SessionUpdate = Take() };
                if (world.Clock.GetUtcNow() >= end)
                {
                    break;
                }
            }

            yield return new StartLiveTailResponseStream { SessionTimeoutException = new SessionTimeoutException { Message = "The Live Tail session has timed out." } };
        }
        finally
        {
            tails.Close(this);
        }
    }

    /// <summary>Takes the events that the session asked for; of a client that is too slow the oldest are dropped.</summary>
    internal void Offer(string groupArn, string stream, List<InputLogEvent> events, long ingestedMs)
    {
        if (!start.LogGroupIdentifiers!.Contains(groupArn)
            || (start.LogStreamNames is { } names && !names.Contains(stream))
            || (start.LogStreamNamePrefixes is { } prefixes && !prefixes.Exists(prefix => stream.StartsWith(prefix, StringComparison.Ordinal))))
        {
            return;
        }

        // A batch comes in one update.
        var wanted = events.FindAll(entry => pattern.Matches(entry.Message!));
        lock (_lock)
        {
            foreach (var entry in wanted)
            {
                if (_waiting.Count == BufferedEventsMax)
                {
                    _waiting.Dequeue();
                }

                _waiting.Enqueue(new LiveTailSessionLogEvent
                {
                    LogGroupIdentifier = groupArn,
                    LogStreamName = stream,
                    Message = entry.Message,
                    Timestamp = entry.Timestamp,
                    IngestionTime = ingestedMs,
                });
            }
        }
    }

    private LiveTailSessionUpdate Take()
    {
        List<LiveTailSessionLogEvent> all;
        lock (_lock)
        {
            all = [.. _waiting];
            _waiting.Clear();
        }

        var isSampled = all.Count > UpdateEventsMax;
        return new LiveTailSessionUpdate
        {
            SessionMetadata = new LiveTailSessionMetadata { Sampled = isSampled },
            SessionResults = isSampled ? [.. Enumerable.Range(0, UpdateEventsMax).Select(i => all[(int)((long)i * all.Count / UpdateEventsMax)])] : all,
        };
    }
}
