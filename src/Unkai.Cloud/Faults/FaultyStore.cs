using Unkai.Storage;

namespace Unkai.Cloud.Faults;

/// <summary>The store as one world sees it: its rules make commits slow, or fail as on a full disk. Other worlds on the same disk feel nothing.</summary>
/// <remarks>What the world does for itself (its clock, its rules, the pump's rows) goes past it, so that a rule can always be removed.</remarks>
internal sealed class FaultyStore(World world, Store store) : Store
{
    private FaultRules Faults => world.Faults;

    public override BlobStore Blobs => store.Blobs;

    public override bool IsShared => store.IsShared;

    public override string? Failure => store.Failure;

    public override RecoveryReport Recovery => store.Recovery;

    public override ValueTask<TResult> TransactAsync<TState, TResult>(
        WorldName world, TState state, Func<Transaction, TState, ValueTask<TResult>> body, CancellationToken cancellation) =>
        Faults.ForCommits.IsEmpty ? store.TransactAsync(world, state, body, cancellation) : TransactBadlyAsync(world, state, body, cancellation);

    public override ValueTask<TResult> ReadAsync<TState, TResult>(
        WorldName world, TState state, Func<Snapshot, TState, ValueTask<TResult>> body, CancellationToken cancellation) =>
        store.ReadAsync(world, state, body, cancellation);

    public override ValueTask<bool> ForkAsync(WorldName from, WorldName to, CancellationToken cancellation) => store.ForkAsync(from, to, cancellation);

    public override ValueTask<bool> CreateAsync(WorldName world, CancellationToken cancellation) => store.CreateAsync(world, cancellation);

    public override ValueTask<bool> DeleteAsync(WorldName world, CancellationToken cancellation) => store.DeleteAsync(world, cancellation);

    public override ValueTask<IReadOnlyList<WorldName>> ListWorldsAsync(CancellationToken cancellation) => store.ListWorldsAsync(cancellation);

    public override ValueTask DisposeAsync() => store.DisposeAsync();

    private async ValueTask<TResult> TransactBadlyAsync<TState, TResult>(
        WorldName name, TState state, Func<Transaction, TState, ValueTask<TResult>> body, CancellationToken cancellation)
    {
        // Drawn when the body has first come to a write, and once, however often it runs.
        Trouble? trouble = null;
        try
        {
            var result = await store.TransactAsync(
                name,
                state,
                async (transaction, given) =>
                {
                    var result = await body(transaction, given);
                    if (transaction.HasWrites)
                    {
                        trouble ??= Draw();
                        if (trouble is { Full: not null })
                        {
                            throw new StoreUnavailableException("No space left on device (a fault rule of this world)");
                        }
                    }

                    return result;
                },
                cancellation);
            if (trouble is { Delay.Ticks: > 0 } slow)
            {
                // It is done; only its acknowledgement is late, as behind a slow fsync.
                await world.Machine.DelayAsync(slow.Delay, CancellationToken.None);
            }

            return result;
        }
        finally
        {
            foreach (var rule in trouble?.Hits ?? [])
            {
                await WorldFaults.SaveHitAsync(world, rule.Id);
            }
        }
    }

    private Trouble Draw()
    {
        var random = world.NextRandom();
        var now = world.Clock.GetUtcNow();
        var hits = Faults.ForCommits.Where(rule => Faults.Hits(rule, now, () => random)).ToList();
        return new Trouble(
            hits,
            hits.Find(static rule => rule.Effect == FaultEffect.DiskFull),
            hits.Where(static rule => rule.Effect == FaultEffect.DiskSlow).Aggregate(TimeSpan.Zero, (sum, rule) => sum + rule.Delay.Draw(random)));
    }

    private sealed record Trouble(IReadOnlyList<FaultRule> Hits, FaultRule? Full, TimeSpan Delay);
}
