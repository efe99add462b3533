using System.Buffers.Binary;

namespace Unkai.Storage.Tests.History;

/// <summary>A world as a plain sorted dictionary; keys and numbers as text that sorts as the bytes do.</summary>
internal sealed class HistoryState
{
    private readonly SortedDictionary<string, string> _entries;

    internal HistoryState() => _entries = new(StringComparer.Ordinal);

    private HistoryState(HistoryState other) => _entries = new(other._entries, StringComparer.Ordinal);

    internal HistoryState Copy() => new(this);

    /// <summary>Does a step.</summary>
    /// <returns>Null when it saw what is there; else what is there instead.</returns>
    internal string? Apply(HistoryEvent step, ulong sequence, ref ushort appends)
    {
        switch (step.Kind)
        {
            case HistoryEventKind.Get:
                return Compare(step, _entries.TryGetValue(step.Key, out var value) ? [(step.Key, value)] : []);
            case HistoryEventKind.Range:
                return Compare(step, In(step).Take(step.Limit));
            case HistoryEventKind.RangeBackward:
                return Compare(step, In(step).Reverse().Take(step.Limit));
            case HistoryEventKind.Claim:
                // Any of those that are there, in their order.
                return Compare(step, In(step).Where(entry => step.Seen!.Contains(entry)));
            case HistoryEventKind.Put:
                _entries[step.Key] = step.Value!;
                return null;
            case HistoryEventKind.Delete:
                _entries.Remove(step.Key);
                return null;
            case HistoryEventKind.DeleteRange:
                foreach (var (key, _) in In(step).ToList())
                {
                    _entries.Remove(key);
                }

                return null;
            case HistoryEventKind.Add:
                _entries[step.Key] = Number((_entries.TryGetValue(step.Key, out var before) ? Number(before) : 0) + step.Delta);
                return null;
            case HistoryEventKind.Append:
                _entries[step.Key + Stamp(sequence, appends++)] = step.Value!;
                return null;
            default:
                throw new InvalidOperationException(step.Kind.ToString());
        }
    }

    internal static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    internal static byte[] Raw(string text) => System.Text.Encoding.Latin1.GetBytes(text);

    private static string Stamp(ulong sequence, ushort order)
    {
        var stamp = new byte[CommitStamp.SizeBytes];
        new CommitStamp(sequence, order).Write(stamp);
        return Text(stamp);
    }

    private static long Number(string text) => BinaryPrimitives.ReadInt64LittleEndian(Raw(text));

    private static string Number(long value) => Text(BitConverter.GetBytes(value));

    private static string? Compare(HistoryEvent step, IEnumerable<(string Key, string Value)> there)
    {
        var found = there.ToList();
        return found.SequenceEqual(step.Seen!) ? null : $"{step.Kind} of {step.Key} saw [{string.Join(", ", step.Seen!)}] where there is [{string.Join(", ", found)}]";
    }

    private IEnumerable<(string Key, string Value)> In(HistoryEvent step) => _entries
        .Where(entry => string.CompareOrdinal(entry.Key, step.Key) >= 0 && (step.End is null || string.CompareOrdinal(entry.Key, step.End) < 0))
        .Select(static entry => (entry.Key, entry.Value));
}
