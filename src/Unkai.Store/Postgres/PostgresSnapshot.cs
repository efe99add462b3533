using Unkai.Storage.Embedded;

namespace Unkai.Storage.Postgres;

internal sealed class PostgresSnapshot(PostgresStore store, PostgresWorld world) : Snapshot
{
    private readonly SnapshotReader _reader = new(store, world);

    public override WorldName World => _reader.World.Name;

    public override string Holder => PostgresHolders.Name(_reader.World.Id, store.Lease.Node);

    public override ValueTask<bool> IsHeldElsewhereAsync(string holder) => PostgresHolders.IsHeldElsewhereAsync(store, _reader.World, holder);

    public override async ValueTask<ReadOnlyMemory<byte>?> GetAsync(byte[] key) =>
        await _reader.GetAsync(key) is { } stored ? new ReadOnlyMemory<byte>(stored.Value) : default(ReadOnlyMemory<byte>?);

    public override async ValueTask<IReadOnlyList<Entry>> RangeAsync(KeyRange range, int limit, bool reverse = false)
    {
        EmbeddedSnapshot.CheckLimit(limit);
        return range.IsEmpty ? [] : (await _reader.RangeAsync(range, limit, reverse)).ConvertAll(static stored => new Entry(stored.Key, stored.Value));
    }

    public override Watch Watch(KeyRange range) => _reader.World.Watch(range, _reader.Since, null);

    internal void End() => _reader.Release();
}
