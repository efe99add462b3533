using Unkai.Storage;

namespace Unkai.Server.Tests;

/// <summary>A store on which every transaction's body runs three times, as if others had been faster twice.</summary>
internal sealed class ContendedStore(Store store) : Store
{
    private const int Reruns = 2;

    public override BlobStore Blobs => store.Blobs;

    public override string? Failure => store.Failure;

    public override RecoveryReport Recovery => store.Recovery;

    public override ValueTask<TResult> TransactAsync<TState, TResult>(WorldName world, TState state, Func<Transaction, TState, ValueTask<TResult>> body, CancellationToken cancellation) =>
        store.TransactAsync(
            world,
            state,
            async (transaction, given) =>
            {
                for (var run = 0; run < Reruns; run++)
                {
                    await Assert.ThrowsAsync<LostException>(async () => await store.TransactAsync(world, given, (lost, given) => LoseAsync(body(lost, given)), cancellation));
                }

                return await body(transaction, given);
            },
            cancellation);

    public override ValueTask<TResult> ReadAsync<TState, TResult>(WorldName world, TState state, Func<Snapshot, TState, ValueTask<TResult>> body, CancellationToken cancellation) =>
        store.ReadAsync(world, state, body, cancellation);

    public override ValueTask<bool> ForkAsync(WorldName from, WorldName to, CancellationToken cancellation) => store.ForkAsync(from, to, cancellation);

    public override ValueTask<bool> CreateAsync(WorldName world, CancellationToken cancellation) => store.CreateAsync(world, cancellation);

    public override ValueTask<bool> DeleteAsync(WorldName world, CancellationToken cancellation) => store.DeleteAsync(world, cancellation);

    public override ValueTask<IReadOnlyList<WorldName>> ListWorldsAsync(CancellationToken cancellation) => store.ListWorldsAsync(cancellation);

    public override ValueTask DisposeAsync() => store.DisposeAsync();

    /// <summary>A run whose commit others have overtaken: its writes are gone.</summary>
    private static async ValueTask<TResult> LoseAsync<TResult>(ValueTask<TResult> run)
    {
        await run;
        throw new LostException();
    }

    private sealed class LostException : Exception;
}
