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
    public const int TransactionBytesMax = 64 * 1024 * 1024;

    /// <summary>Bodies too large for a record.</summary>
    public abstract BlobStore Blobs { get; }

    /// <summary>Whether other processes work on the same worlds.</summary>
    public virtual bool IsShared => false;

    /// <summary>Raised when another process has made or deleted a world, or may have.</summary>
    public event Action? WorldsChanged;

    /// <summary>Raised when another process has gone: what it held is void.</summary>
    public event Action? LeasesEnded;

    /// <summary>Why the store does not write, in words for an operator; null while it is well. The embedded engine's never goes back to null: it is opened again.</summary>
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

    /// <summary>Which life of its name a world is: a world that is deleted and made again has another. For stores that are shared.</summary>
    /// <returns>Null when there is no such world, or the store is not shared.</returns>
    public virtual ValueTask<string?> LifeOfAsync(WorldName world, CancellationToken cancellation) => new(default(string));

    /// <summary>Writes what is not yet durable and lets the files go. Calls under way end with <see cref="StoreUnavailableException"/> or their result.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>Raises <see cref="WorldsChanged"/>.</summary>
    protected void OnWorldsChanged() => WorldsChanged?.Invoke();

    /// <summary>Raises <see cref="LeasesEnded"/>.</summary>
    protected void OnLeasesEnded() => LeasesEnded?.Invoke();
}
