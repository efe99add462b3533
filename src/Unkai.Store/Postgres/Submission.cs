namespace Unkai.Storage.Postgres;

/// <summary>What one run of a body read and wants written, for its world's next group.</summary>
internal sealed class Submission
{
    /// <summary>The node number under which the run began: not written once another node has taken over.</summary>
    internal required long Node { get; init; }

    /// <summary>The world's newest commit in the run's snapshot; 0 when it read nothing by snapshot; negative when it also guessed.</summary>
    internal required long Snapshot { get; init; }

    internal required IReadOnlyList<(byte[] Key, long Version)> Gets { get; init; }

    internal required IReadOnlyList<(KeyRange Range, int Count)> Ranges { get; init; }

    internal required WriteSet Writes { get; init; }

    internal TaskCompletionSource<Outcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What has become of it.</summary>
    internal enum Fate
    {
        Committed,
        Conflict,
        WorldIsGone,
        Fenced,
    }

    internal readonly record struct Outcome(Fate Fate, long Sequence);
}
