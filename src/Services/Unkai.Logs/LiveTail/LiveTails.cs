using System.Collections.Immutable;
using Unkai.Api.Logs;

namespace Unkai.Logs.LiveTail;

/// <summary>Who watches a world's new events now.</summary>
/// <remarks>
/// What PutLogEvents has committed is handed to the sessions: a watch of the store would say that events came, but not which, for they lie
/// in the order of their times. Sessions end with the process, so nothing here need outlive it.
/// </remarks>
internal sealed class LiveTails
{
    private ImmutableList<LiveTailSession> _sessions = [];

    internal int Count => _sessions.Count;

    internal void Open(LiveTailSession session) => ImmutableInterlocked.Update(ref _sessions, static (all, one) => all.Add(one), session);

    internal void Close(LiveTailSession session) => ImmutableInterlocked.Update(ref _sessions, static (all, one) => all.Remove(one), session);

    /// <summary>Events are durable.</summary>
    internal void Publish((AccountId Account, string Region, string Group) group, string stream, List<InputLogEvent> events, long ingestedMs)
    {
        var sessions = _sessions;
        if (sessions.Count == 0)
        {
            return;
        }

        var arn = LogsArns.GroupArn(group.Account, group.Region, group.Group);
        foreach (var session in sessions)
        {
            session.Offer(arn, stream, events, ingestedMs);
        }
    }
}
