using Unkai.Storage;

namespace Unkai.S3.Listing;

/// <summary>Goes forward through a range, reading as many entries at a time as the way so far gives reason to.</summary>
/// <param name="snapshot">Where to read.</param>
/// <param name="range">What to go through.</param>
/// <param name="entries">How many the first read takes.</param>
internal sealed class EntryCursor(Snapshot snapshot, KeyRange range, int entries)
{
    internal const int EntriesMax = 1024;

    /// <summary>After a jump: where one group follows another, what comes after its first key is jumped over too.</summary>
    private const int EntriesAfterJump = 2;

    private IReadOnlyList<Entry> _batch = [];
    private KeyRange _rest = range;
    private int _next = Math.Clamp(entries, 1, EntriesMax);
    private int _at;

    /// <summary>Whether <see cref="Current"/> can be read; when not, <see cref="FillAsync"/> says whether there is more.</summary>
    internal bool IsReady => _at < _batch.Count;

    internal Entry Current => _batch[_at];

    internal void Move() => _at++;

    internal async ValueTask<bool> FillAsync()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        _batch = await snapshot.RangeAsync(_rest, _next);
        _at = 0;
        _rest = _batch.Count < _next ? new KeyRange([], []) : _rest.After(_batch[^1].Key);
        _next = Math.Min(_next * 2, EntriesMax);
        return _batch.Count > 0;
    }

    /// <summary>Goes to the first entry of <paramref name="range"/>, which comes after the current one.</summary>
    internal void JumpTo(KeyRange range)
    {
        while (IsReady && Current.Key.AsSpan().SequenceCompareTo(range.Start) < 0)
        {
            _at++;
        }

        if (!IsReady && !_rest.IsEmpty)
        {
            _rest = _rest.Intersect(range);
            _next = EntriesAfterJump;
        }
    }
}
