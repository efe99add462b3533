using Npgsql;

namespace Unkai.Storage.Postgres;

/// <summary>Commits what this process wants written to one world, in groups: while one is under way, what comes forms the next.</summary>
/// <remarks>
/// A group whose answer was lost (the server went, the network was cut) is sent again under its number, and the server tells what became of it: so nothing
/// is written twice, and nobody is told that a write is lost which is there.
/// </remarks>
internal sealed class GroupCommitter(PostgresStore store, PostgresWorld world)
{
    /// <summary>The most transactions of a group.</summary>
    private const int TransactionsMax = 200;

    /// <summary>After this many bytes a group is full.</summary>
    private const int BytesMax = 8 * 1024 * 1024;

    private const int WorldIsGone = -1;
    private const int Fenced = -2;

    private readonly Lock _gate = new();
    private readonly Queue<Submission> _waiting = new();
    private bool _runs;
    private long _node;
    private long _number;

    internal Task<Submission.Outcome> CommitAsync(Submission submission)
    {
        lock (_gate)
        {
            _waiting.Enqueue(submission);
            if (!_runs)
            {
                _runs = true;
                store.InBackground(Task.Run(RunAsync));
            }
        }

        return submission.Done.Task;
    }

    private async Task RunAsync()
    {
        while (Next() is { Count: > 0 } group)
        {
            try
            {
                await CommitAsync(group);
            }
#pragma warning disable CA1031 // The top of a loop: whoever waits for this group is told, and the next goes on.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                foreach (var submission in group)
                {
                    submission.Done.TrySetException(failure);
                }
            }
        }
    }

    private List<Submission> Next()
    {
        lock (_gate)
        {
            var group = new List<Submission>();
            var bytes = 0L;
            while (group.Count < TransactionsMax && bytes < BytesMax && _waiting.TryPeek(out var next) && (group.Count == 0 || group[0].Node == next.Node))
            {
                group.Add(_waiting.Dequeue());
                bytes += next.Writes.Bytes;
            }

            _runs = group.Count > 0;
            return group;
        }
    }

    private async Task CommitAsync(List<Submission> group)
    {
        // A new node number begins a new count.
        var node = group[0].Node;
        _number = node == _node ? _number + 1 : 1;
        _node = node;
        var hints = Hints.Of(group.Select(static submission => submission.Writes));
        var outcomes = await SendAsync(new GroupParameters(world.Id, node, _number, hints, group));
        if (outcomes[0] != 0)
        {
            if (outcomes[0] == Fenced)
            {
                await store.Lease.LostAsync(node);
            }

            foreach (var submission in group)
            {
                submission.Done.TrySetResult(new(outcomes[0] == WorldIsGone ? Submission.Fate.WorldIsGone : Submission.Fate.Fenced, 0));
            }

            return;
        }

        var newest = outcomes.Max();
        if (newest > 0)
        {
            world.Changed(newest, Hints.Read(hints));
        }

        for (var i = 0; i < group.Count; i++)
        {
            Tell(group[i], outcomes[i + 1]);
        }
    }

    private static void Tell(Submission submission, long outcome)
    {
        switch (outcome)
        {
            case > 0:
                submission.Done.TrySetResult(new(Submission.Fate.Committed, outcome));
                break;
            case 0:
                submission.Done.TrySetResult(new(Submission.Fate.Conflict, 0));
                break;
            case -1:
                submission.Done.TrySetException(new InvalidOperationException("Add overflowed 64 bits."));
                break;
            default:
                submission.Done.TrySetException(new InvalidOperationException($"Add found a value of {-100 - outcome} bytes where a number of 8 belongs."));
                break;
        }
    }

    private async Task<long[]> SendAsync(GroupParameters group)
    {
        var started = store.Clock.Timestamp;
        while (true)
        {
            NpgsqlConnection? used = null;
            try
            {
                await using var connection = used = await store.OpenAsync(store.Connections.Committers);
                await using var command = new NpgsqlCommand(GroupParameters.Statement, connection);
                group.AddTo(command.Parameters);
                return (long[])(await command.ExecuteScalarAsync())!;
            }
            catch (Exception failure) when (Trouble.Passes(failure) || (used is not null && Trouble.IsCut(used, failure)))
            {
                if (store.IsClosed || store.Clock.ElapsedSince(started) > Trouble.Patience)
                {
                    throw Trouble.Unavailable(store.Connections.Name, failure);
                }

                await store.Clock.DelayAsync(Trouble.Pause, CancellationToken.None);
            }
        }
    }
}
