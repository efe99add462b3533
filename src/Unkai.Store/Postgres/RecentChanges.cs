namespace Unkai.Storage.Postgres;

/// <summary>What was heard of late: for watches that are asked for after the notice of a change has come.</summary>
internal sealed class RecentChanges
{
    /// <summary>Stands for the number of a commit where reservations ended without one.</summary>
    internal const ulong Release = ulong.MaxValue;

    /// <summary>How many notices are remembered. A watch on an older snapshot fires at once.</summary>
    private const int NoticesMax = 512;

    private readonly Lock _gate = new();
    private readonly Queue<Notice> _notices = new();
    private long _position;
    private long _forgottenPosition;
    private ulong _forgottenSequence;

    /// <summary>The number of notices so far.</summary>
    internal long Position
    {
        get
        {
            lock (_gate)
            {
                return _position;
            }
        }
    }

    internal void Add(ulong sequence, IReadOnlyList<KeyRange> ranges)
    {
        lock (_gate)
        {
            _notices.Enqueue(new Notice(++_position, sequence, ranges));
            if (_notices.Count > NoticesMax)
            {
                Forget(_notices.Dequeue());
            }
        }
    }

    /// <summary>Says that notices may have been missed: every watch asked for on an older snapshot fires.</summary>
    internal void Lose()
    {
        lock (_gate)
        {
            _notices.Clear();
            _forgottenPosition = ++_position;
            _forgottenSequence = ulong.MaxValue - 1;
        }
    }

    /// <summary>Says up to which commit nothing counts as missed any more.</summary>
    internal void HeardSince(long sequence)
    {
        lock (_gate)
        {
            _forgottenSequence = (ulong)sequence;
        }
    }

    /// <summary>Whether a commit after <paramref name="since"/> touched the range, or a reservation in it ended after <paramref name="releasedAfter"/>; also when that is not known.</summary>
    internal bool Has(KeyRange range, ulong since, long? releasedAfter)
    {
        lock (_gate)
        {
            if (_forgottenSequence > since || _forgottenPosition > releasedAfter)
            {
                return true;
            }

            foreach (var notice in _notices)
            {
                if ((notice.Sequence == Release ? notice.Position > releasedAfter : notice.Sequence > since)
                    && notice.Ranges.Any(changed => !changed.Intersect(range).IsEmpty))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private void Forget(Notice notice)
    {
        if (notice.Sequence == Release)
        {
            _forgottenPosition = notice.Position;
        }
        else
        {
            _forgottenSequence = Math.Max(_forgottenSequence, notice.Sequence);
        }
    }

    private readonly record struct Notice(long Position, ulong Sequence, IReadOnlyList<KeyRange> Ranges);
}
