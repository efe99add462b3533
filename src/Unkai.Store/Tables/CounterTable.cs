using System.Buffers.Binary;

namespace Unkai.Storage;

/// <summary>Numbers that many transactions add to without conflicts. A missing one is 0.</summary>
/// <remarks>Keys as in <see cref="Table{TKey,TValue}"/>; the value is 64 bits, little-endian.</remarks>
public sealed class CounterTable<TKey>
{
    private readonly byte[] _prefix;
    private readonly KeyCodec<TKey> _keys;

    /// <summary>A table of numbers; parameters as in <see cref="Table{TKey,TValue}"/>.</summary>
    public CounterTable(string service, int number, KeyCodec<TKey> keys)
    {
        _prefix = TablePrefix.Of(service, number);
        _keys = keys;
    }

    /// <summary>All its rows.</summary>
    public KeyRange All => KeyRange.Prefix(_prefix);

    /// <summary>The number; in a transaction this is a read like any other, and conflicts with adds.</summary>
    public async ValueTask<long> GetAsync(Snapshot snapshot, TKey key) =>
        await snapshot.GetAsync(KeyOf(key)) is { } value ? BinaryPrimitives.ReadInt64LittleEndian(value.Span) : 0;

    /// <summary>Adds to the number: see <see cref="Transaction.Add"/>.</summary>
    public void Add(Transaction transaction, TKey key, long delta) => transaction.Add(KeyOf(key), delta);

    /// <summary>Sets the number, whatever it was.</summary>
    public void Set(Transaction transaction, TKey key, long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        transaction.Put(KeyOf(key), bytes);
    }

    /// <summary>Removes the number: it is 0 again.</summary>
    public void Delete(Transaction transaction, TKey key) => transaction.Delete(KeyOf(key));

    /// <summary>The numbers that are there, in the order of their keys.</summary>
    public async ValueTask<IReadOnlyList<Row<TKey, long>>> RangeAsync(Snapshot snapshot, KeyRange range, int limit, bool reverse = false)
    {
        var entries = await snapshot.RangeAsync(range.Intersect(All), limit, reverse);
        var rows = new Row<TKey, long>[entries.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = ToRow(entries[i]);
        }

        return rows;
    }

    /// <summary>The bytes of a number's key.</summary>
    public byte[] KeyOf(TKey key)
    {
        var writer = new KeyWriter(stackalloc byte[Subspace.StackBytes]);
        writer.Raw(_prefix);
        _keys.Write(ref writer, key);
        return writer.ToKey();
    }

    private Row<TKey, long> ToRow(Entry entry)
    {
        var reader = new KeyReader(entry.Key);
        reader.Skip(_prefix.Length);
        return new Row<TKey, long>(_keys.Read(ref reader), BinaryPrimitives.ReadInt64LittleEndian(entry.Value.Span));
    }
}
