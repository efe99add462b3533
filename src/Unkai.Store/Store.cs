using Unkai.Storage.Transfer;

namespace Unkai.Storage;

/// <summary>Worlds, each an ordered map from byte keys to byte values, with serializable transactions over one world at a time.</summary>
/// <remarks>
/// A body reads one snapshot, buffers its writes, and commits if nothing that it read has changed; otherwise it runs again. It may so run several
/// times: it awaits only the store and has no effect but its writes. Results come back only when everything that the body wrote or read is durable.
/// </remarks>
public abstract class Store : IAsyncDisposable
{
    /// <summary>The longest key, in bytes.</summary>
    public const int KeyBytesMax = 8 * 1024;

    /// <summary>The longest value, in bytes; bodies above <see cref="BlobStore.InlineBytesMax"/> are blobs.</summary>
    public const int ValueBytesMax = 1024 * 1024;

    /// <summary>The most keys that one transaction writes or reads, and the most ranges.</summary>
    public const int TransactionOperationsMax = 1_000_000;

    /// <summary>The most bytes of keys and values that one transaction writes.</summary>
    /// <remarks>DynamoDB's largest: 4 MB of items in a table and 25 whole indexes, twice in a stream and once in the log of recovery, with their keys.</remarks>
    public const int TransactionBytesMax = 160 * 1024 * 1024;

    /// <summary>Bodies too large for a record.</summary>
    public abstract BlobStore Blobs { get; }

    /// <summary>Whether other processes work on the same worlds.</summary>
    public virtual bool IsShared => false;

    /// <summary>Raised when another process has made or deleted a world, or may have.</summary>
    public event Action? WorldsChanged;

    /// <summary>Raised when another process has gone: what it held is void.</summary>
    public event Action? LeasesEnded;

    /// <summary>Why the store does not write, in words for an operator; null while it is well.</summary>
    /// <remarks>A full disk passes: the first write that finds space again, tried at most once a second, makes this null. A database that does not answer is waited for. Whatever else fails, the store has to be opened again.</remarks>
    public abstract string? Failure { get; }

    /// <summary>What recovery found when the store was opened, in words for an operator.</summary>
    public abstract RecoveryReport Recovery { get; }

    /// <summary>Opens the store of <see cref="StoreOptions.Database"/> or <see cref="StoreOptions.Disk"/>, or an empty one in memory when there is neither.</summary>
    /// <exception cref="StoreCorruptException">The files or the database are damaged, of a newer version, or in use by another process. The message names the way out.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    /// <exception cref="FormatException"><see cref="StoreOptions.Database"/> is no URL of a database.</exception>
    public static Task<Store> OpenAsync(StoreOptions options, CancellationToken cancellation) => options.Database is null
        ? Embedded.EmbeddedStore.OpenAsync(options, cancellation)
        : Postgres.PostgresStore.OpenAsync(options.Database, options, cancellation);

    /// <summary>An empty store in memory with the world <c>default</c>.</summary>
    public static Store InMemory() => Embedded.EmbeddedStore.InMemory(new StoreOptions());

    /// <summary>Runs <paramref name="body"/> until it commits.</summary>
    /// <param name="world">The world that it reads and writes.</param>
    /// <param name="state">Handed to the body, so that it needs no closure.</param>
    /// <param name="body">May run several times; see <see cref="Store"/>. What it throws ends the transaction without a write and reaches the caller.</param>
    /// <param name="cancellation">Observed before each run; once the commit has its place in the order it no longer counts.</param>
    /// <returns>The committed run's result, when all that it wrote and read is durable.</returns>
    /// <exception cref="WorldNotFoundException">There is no such world.</exception>
    /// <exception cref="StoreContentionException">It met a conflict in every one of <see cref="StoreOptions.AttemptsMax"/> runs.</exception>
    /// <exception cref="StoreUnavailableException">The disk failed; whether the write will be there after a restart is not known.</exception>
    public abstract ValueTask<TResult> TransactAsync<TState, TResult>(
        WorldName world, TState state, Func<Transaction, TState, ValueTask<TResult>> body, CancellationToken cancellation);

    /// <inheritdoc cref="TransactAsync{TState,TResult}"/>
    public ValueTask<TResult> TransactAsync<TResult>(WorldName world, Func<Transaction, ValueTask<TResult>> body, CancellationToken cancellation) =>
        TransactAsync(world, body, static (transaction, body) => body(transaction), cancellation);

    /// <summary>Runs <paramref name="body"/> once on a snapshot that holds every write acknowledged before. It never conflicts and never waits for the disk.</summary>
    /// <exception cref="WorldNotFoundException">There is no such world.</exception>
    public abstract ValueTask<TResult> ReadAsync<TState, TResult>(
        WorldName world, TState state, Func<Snapshot, TState, ValueTask<TResult>> body, CancellationToken cancellation);

    /// <inheritdoc cref="ReadAsync{TState,TResult}"/>
    public ValueTask<TResult> ReadAsync<TResult>(WorldName world, Func<Snapshot, ValueTask<TResult>> body, CancellationToken cancellation) =>
        ReadAsync(world, body, static (snapshot, body) => body(snapshot), cancellation);

    /// <summary>Makes <paramref name="to"/> a copy of <paramref name="from"/> as of one place in the order of commits; O(1) in the embedded engine.</summary>
    /// <returns>False, and nothing happens, when <paramref name="to"/> is there already.</returns>
    /// <exception cref="WorldNotFoundException">There is no world <paramref name="from"/>.</exception>
    public abstract ValueTask<bool> ForkAsync(WorldName from, WorldName to, CancellationToken cancellation);

    /// <summary>Makes an empty world.</summary>
    /// <returns>False, and nothing happens, when it is there already.</returns>
    public abstract ValueTask<bool> CreateAsync(WorldName world, CancellationToken cancellation);

    /// <summary>Deletes a world; its transactions under way fail with <see cref="WorldNotFoundException"/> and its watches fire. <c>default</c> can be deleted: it comes back empty at once.</summary>
    /// <returns>False when there is no such world.</returns>
    public abstract ValueTask<bool> DeleteAsync(WorldName world, CancellationToken cancellation);

    /// <summary>The worlds, in ordinal order of their names; <c>default</c> is always among them.</summary>
    public abstract ValueTask<IReadOnlyList<WorldName>> ListWorldsAsync(CancellationToken cancellation);

    /// <summary>Writes a world as of one place in the order of commits, and the blobs that it refers to, as one file; see docs/design/0001-embedded-engine.md for its layout.</summary>
    /// <returns>What was written.</returns>
    /// <exception cref="WorldNotFoundException">There is no such world.</exception>
    /// <exception cref="StoreCorruptException">A blob that the world refers to is gone or damaged.</exception>
    public ValueTask<TransferReport> ExportAsync(WorldName world, Stream target, CancellationToken cancellation) =>
        WorldExport.RunAsync(this, world, target, cancellation);

    /// <summary>Makes a world of what <see cref="ExportAsync"/> wrote, here or on another machine. It is there as a whole or not at all.</summary>
    /// <param name="source">Read once, to its end.</param>
    /// <param name="name">The world's name; null: the one under which it was exported.</param>
    /// <param name="random">Where the name that it has meanwhile comes from.</param>
    /// <param name="cancellation">Ends the import; nothing stays.</param>
    /// <returns>What was read; null, and nothing happens, when there is a world of that name.</returns>
    /// <exception cref="WorldFileException">The file is damaged, cut short or of a newer version; nothing stays.</exception>
    public ValueTask<TransferReport?> ImportAsync(Stream source, WorldName? name, IRandomSource random, CancellationToken cancellation) =>
        WorldImport.RunAsync(this, source, name, random, cancellation);

    /// <summary>Which life of its name a world is: a world that is deleted and made again has another. For stores that are shared.</summary>
    /// <returns>Null when there is no such world, or the store is not shared.</returns>
    public virtual ValueTask<string?> LifeOfAsync(WorldName world, CancellationToken cancellation) => new(default(string));

    /// <summary>Writes what is not yet durable and lets the files go. Calls under way end with <see cref="StoreUnavailableException"/> or their result.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>A sequence that no stamp of a world is above, as of the call. An engine that knows better than to ask with a write overrides it.</summary>
    protected internal virtual async ValueTask<ulong> NewestSequenceAsync(WorldName world, CancellationToken cancellation)
    {
        byte[] prefix = [.. "~stamp"u8];
        var stamp = (await TransactAsync(world, prefix, static (transaction, prefix) => new ValueTask<PendingStamp>(transaction.Append(prefix, default)), cancellation)).Value;
        await TransactAsync(
            world,
            prefix,
            static (transaction, prefix) =>
            {
                transaction.DeleteRange(KeyRange.Prefix(prefix));
                return new ValueTask<bool>(true);
            },
            cancellation);
        return stamp.Sequence;
    }

    /// <summary>Makes every later stamp come after <paramref name="sequence"/>: an imported world has stamps of another store.</summary>
    protected internal virtual ValueTask SkipStampsAsync(ulong sequence, CancellationToken cancellation) =>
        throw new NotSupportedException("This store's engine cannot import worlds yet.");

    /// <summary>Raises <see cref="WorldsChanged"/>.</summary>
    protected void OnWorldsChanged() => WorldsChanged?.Invoke();

    /// <summary>Raises <see cref="LeasesEnded"/>.</summary>
    protected void OnLeasesEnded() => LeasesEnded?.Invoke();
}
