namespace Unkai.Storage.Tests;

/// <summary>A store to run a suite on, and how it is opened again.</summary>
public abstract class StoreVariant : IAsyncLifetime
{
    protected Store Store { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync() => await Store.DisposeAsync();

    protected abstract Task<Store> OpenAsync();

    /// <summary>Lets a restart happen where the variant has one.</summary>
    protected virtual Task PauseAsync() => Task.CompletedTask;

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await OpenAsync();
    }

    /// <summary>The store that the next transaction or read goes to, where a variant has several.</summary>
    protected virtual Store Any() => Store;

    protected ValueTask<T> Transact<T>(Func<Transaction, ValueTask<T>> body) => Any().TransactAsync(WorldName.Default, body, Cancellation);

    protected ValueTask<T> Read<T>(Func<Snapshot, ValueTask<T>> body) => Any().ReadAsync(WorldName.Default, body, Cancellation);
}
