namespace Unkai.Storage;

/// <summary>A typed view of the rows under one table's prefix. Has no state: make one for each table, static and readonly.</summary>
/// <remarks>A row's key is the service's name (text), the table's number (whole number), then the key's parts: see <see cref="KeyWriter"/>.</remarks>
/// <typeparam name="TKey">The key: one part, or a tuple of up to five.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
public sealed class Table<TKey, TValue>
    where TValue : class
{
    private readonly byte[] _prefix;
    private readonly IValueCodec<TValue> _values;

    /// <summary>A table.</summary>
    /// <param name="service">The short name of the service that owns it (<c>sqs</c>).</param>
    /// <param name="number">Its number within the service, 0 to 255; never used again for another table.</param>
    /// <param name="keys">How keys are written.</param>
    /// <param name="values">How values are written.</param>
    public Table(string service, int number, KeyCodec<TKey> keys, IValueCodec<TValue> values)
    {
        _prefix = TablePrefix.Of(service, number);
        Keys = keys;
        _values = values;
    }

    /// <summary>All its rows.</summary>
    public KeyRange All => KeyRange.Prefix(_prefix);

    internal KeyCodec<TKey> Keys { get; }

    /// <summary>The bytes of a row's key.</summary>
    public byte[] KeyOf(TKey key)
    {
        var writer = StartKey(stackalloc byte[Subspace.StackBytes]);
        Keys.Write(ref writer, key);
        return writer.ToKey();
    }

    /// <summary>The range of one row, for a watch.</summary>
    public KeyRange At(TKey key) => KeyRange.OfKey(KeyOf(key));

    /// <summary>The row's value.</summary>
    /// <returns>Null when there is none.</returns>
    public ValueTask<TValue?> GetAsync(Snapshot snapshot, TKey key)
    {
        var pending = snapshot.GetAsync(KeyOf(key));
        return pending.IsCompletedSuccessfully ? new ValueTask<TValue?>(Decode(Completed(pending))) : AwaitedAsync(pending);
    }

    /// <summary>Whether there is such a row.</summary>
    public async ValueTask<bool> ContainsAsync(Snapshot snapshot, TKey key) => await snapshot.GetAsync(KeyOf(key)) is not null;

    /// <summary>The first <paramref name="limit"/> rows of a range of this table, or the last in descending order.</summary>
    public async ValueTask<IReadOnlyList<Row<TKey, TValue>>> RangeAsync(Snapshot snapshot, KeyRange range, int limit, bool reverse = false) =>
        Rows(await snapshot.RangeAsync(range.Intersect(All), limit, reverse));

    /// <summary>Every row of a range, read page by page.</summary>
    public async IAsyncEnumerable<Row<TKey, TValue>> EachAsync(Snapshot snapshot, KeyRange range, bool reverse = false)
    {
        const int PageEntries = 256;
        range = range.Intersect(All);
        while (true)
        {
            var page = await snapshot.RangeAsync(range, PageEntries, reverse);
            foreach (var entry in page)
            {
                yield return ToRow(entry);
            }

            if (page.Count < PageEntries)
            {
                yield break;
            }

            range = reverse ? range.Before(page[^1].Key) : range.After(page[^1].Key);
        }
    }

    /// <summary>Sets a row.</summary>
    public void Put(Transaction transaction, TKey key, TValue value) => transaction.Put(KeyOf(key), Encode(value));

    /// <summary>Removes a row, there or not.</summary>
    public void Delete(Transaction transaction, TKey key) => transaction.Delete(KeyOf(key));

    /// <summary>Removes all rows of a range.</summary>
    public void DeleteRange(Transaction transaction, KeyRange range) => transaction.DeleteRange(range.Intersect(All));

    /// <summary>Claims up to <paramref name="max"/> rows of a range: see <see cref="Transaction.ClaimAsync"/>.</summary>
    public async ValueTask<IReadOnlyList<Row<TKey, TValue>>> ClaimAsync(Transaction transaction, KeyRange range, int max) =>
        Rows(await transaction.ClaimAsync(range.Intersect(All), max));

    /// <summary>A row from an entry of this table.</summary>
    public Row<TKey, TValue> ToRow(Entry entry)
    {
        CheckIsOwn(entry);
        var reader = new KeyReader(entry.Key);
        reader.Skip(_prefix.Length);
        return new Row<TKey, TValue>(Keys.Read(ref reader), _values.Read(entry.Value));
    }

    /// <summary>The value of an entry of this table, where nobody asks for the key.</summary>
    public TValue ValueOf(Entry entry)
    {
        CheckIsOwn(entry);
        return _values.Read(entry.Value);
    }

    internal KeyWriter StartKey(Span<byte> buffer)
    {
        var writer = new KeyWriter(buffer);
        writer.Raw(_prefix);
        return writer;
    }

    internal byte[] Encode(TValue value) => ValueBuffer.Encode(_values, value);

    private void CheckIsOwn(Entry entry)
    {
        if (!entry.Key.AsSpan().StartsWith(_prefix))
        {
            throw new ArgumentException("The entry is of another table.", nameof(entry));
        }
    }

    private static ReadOnlyMemory<byte>? Completed(ValueTask<ReadOnlyMemory<byte>?> pending) => pending.GetAwaiter().GetResult();

    private TValue? Decode(ReadOnlyMemory<byte>? value) => value is { } found ? _values.Read(found) : null;

    private async ValueTask<TValue?> AwaitedAsync(ValueTask<ReadOnlyMemory<byte>?> pending) => Decode(await pending);

    private Row<TKey, TValue>[] Rows(IReadOnlyList<Entry> entries)
    {
        var rows = new Row<TKey, TValue>[entries.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = ToRow(entries[i]);
        }

        return rows;
    }
}
