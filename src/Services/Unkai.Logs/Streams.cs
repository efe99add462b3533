using Unkai.Api;
using Unkai.Logs.Model;
using Unkai.Storage;

namespace Unkai.Logs;

/// <summary>Streams of a group and what is in them.</summary>
internal static class Streams
{
    internal static async ValueTask<Outcome<StreamRecord>> FindAsync(Snapshot snapshot, string groupId, string name) =>
        await LogsTables.Streams.GetAsync(snapshot, (groupId, name)) is { } stream ? stream : LogsErrors.NoSuchStream;

    internal static void RemoveAll(Transaction transaction, string groupId)
    {
        LogsTables.Events.DeleteRange(transaction, LogsTables.Events.Under(groupId).All);
        LogsTables.Streams.DeleteRange(transaction, LogsTables.Streams.Under(groupId).All);
        LogsTables.StoredBytes.Delete(transaction, groupId);
    }

    /// <summary>The events from one place (included) to another (excluded).</summary>
    internal static KeyRange Between(string groupId, string streamId, Position from, Position to)
    {
        var start = LogsTables.Events.KeyOf((groupId, streamId, from.TimeMs, from.Stamp));
        return LogsTables.Events.Under(groupId, streamId).All.Intersect(new KeyRange(start, LogsTables.Events.KeyOf((groupId, streamId, to.TimeMs, to.Stamp))));
    }
}
