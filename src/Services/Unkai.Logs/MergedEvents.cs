using Unkai.Logs.Model;
using Unkai.Storage;

namespace Unkai.Logs;

/// <summary>Events of several streams in the order of their times, read as far as they are asked for.</summary>
internal static class MergedEvents
{
    internal static async IAsyncEnumerable<(string Stream, Row<(string GroupId, string StreamId, long TimeMs, CommitStamp Stamp), EventRecord> Row)> EachAsync(
        Snapshot snapshot, string groupId, IReadOnlyList<Row<(string GroupId, string Stream), StreamRecord>> streams, Position from, Position to)
    {
        var readers = new List<IAsyncEnumerator<Row<(string GroupId, string StreamId, long TimeMs, CommitStamp Stamp), EventRecord>>>();
        var next = new PriorityQueue<int, (long TimeMs, CommitStamp Stamp)>();
        try
        {
            foreach (var stream in streams)
            {
                var reader = LogsTables.Events.EachAsync(snapshot, Streams.Between(groupId, stream.Value.Id, from, to)).GetAsyncEnumerator();
                readers.Add(reader);
                if (await reader.MoveNextAsync())
                {
                    next.Enqueue(readers.Count - 1, (reader.Current.Key.TimeMs, reader.Current.Key.Stamp));
                }
            }

            while (next.TryDequeue(out var index, out _))
            {
                var reader = readers[index];
                yield return (streams[index].Key.Stream, reader.Current);
                if (await reader.MoveNextAsync())
                {
                    next.Enqueue(index, (reader.Current.Key.TimeMs, reader.Current.Key.Stamp));
                }
            }
        }
        finally
        {
            foreach (var reader in readers)
            {
                await reader.DisposeAsync();
            }
        }
    }
}
