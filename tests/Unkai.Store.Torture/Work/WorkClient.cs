using System.Text;
using Unkai.Storage.Embedded;

namespace Unkai.Storage.Torture;

/// <summary>Works on a store, one operation after the other, in worlds that come and go, and notes what it tried and what was acknowledged.</summary>
internal sealed class WorkClient(Store store, Ledger ledger, int client, int seed, IWorkReport? report = null)
{
    private const int WorldsMax = 6;

    private readonly Random _random = new(seed);

    /// <summary>Works until <paramref name="count"/> operations are done or the disk has failed for good.</summary>
    /// <returns>How many were acknowledged.</returns>
    internal async Task<int> RunAsync(int count, bool doesHousework)
    {
        var done = 0;
        for (var i = 0; i < count; i++)
        {
            try
            {
                if (client == 0 && doesHousework && _random.Next(8) == 0)
                {
                    await HouseworkAsync();
                }
                else if (client == 1 && _random.Next(10) == 0)
                {
                    await ChangeWorldsAsync();
                }
                else if (ledger.Pick(_random) is { } world)
                {
                    await WorkAsync(world);
                    done++;
                }
            }
            catch (StoreUnavailableException)
            {
                if (store.Failure is { } failure && !failure.StartsWith("the disk is full", StringComparison.Ordinal))
                {
                    return done;
                }
            }
            catch (WorldNotFoundException)
            {
                // Another client has deleted it meanwhile.
            }
        }

        return done;
    }

    private async Task WorkAsync(KnownWorld world)
    {
        var operation = Operation.Next(client, ledger.NextNumber(client), _random);
        ledger.Tried(client, operation.Number, world.Name);
        report?.Tried(client, operation.Number, world.Name);
        ulong sequence;
        try
        {
            var body = operation.Kind == OperationKind.Blob ? await store.Blobs.WriteAsync(operation.Body(), CancellationToken.None) : default;
            sequence = (await store.TransactAsync(world.Name, transaction => RunAsync(transaction, operation, body), CancellationToken.None)).Value.Sequence;
        }
        catch (StoreUnavailableException unavailable) when (unavailable.InnerException is DiskFullException && !world.MayBeGone)
        {
            ledger.Refused(client, operation.Number);
            throw;
        }

        ledger.Acknowledged(client, operation.Number, world.Name, sequence);
        report?.Acknowledged(client, operation.Number, world.Name, sequence);
        if (_random.Next(4) == 0)
        {
            await LookAsync(world, operation);
        }
    }

    private async Task LookAsync(KnownWorld world, Operation operation)
    {
        var last = await store.ReadAsync(world.Name, Encoding.UTF8.GetBytes(Operation.LastKey(client)), static (snapshot, key) => snapshot.GetAsync(key), CancellationToken.None);
        if (last is not { } found || Encoding.UTF8.GetString(found.Span) != operation.ToString().Split(' ')[1])
        {
            throw new TortureException($"client {client} was told that {operation} is done in {world.Name}, and cannot see it");
        }
    }

    private static async ValueTask<PendingStamp> RunAsync(Transaction transaction, Operation operation, Body body)
    {
        static byte[] Key(string text) => Encoding.UTF8.GetBytes(text);
        _ = await transaction.GetAsync(Key(Operation.LastKey(operation.Client)));
        transaction.Put(Key(Operation.LastKey(operation.Client)), Key(operation.ToString().Split(' ')[1]));
        switch (operation.Kind)
        {
            case OperationKind.Put:
                transaction.Put(Key(Operation.ItemKey(operation.At)), operation.Value(operation.At));
                break;
            case OperationKind.PutMany:
                for (var item = operation.At; item < operation.At + operation.To; item++)
                {
                    transaction.Put(Key(Operation.ItemKey(item)), operation.Value(item));
                }

                break;
            case OperationKind.Delete:
                transaction.Delete(Key(Operation.ItemKey(operation.At)));
                break;
            case OperationKind.DeleteRange:
                transaction.DeleteRange(new KeyRange(Key(Operation.ItemKey(operation.At)), Key(Operation.ItemKey(operation.To))));
                break;
            case OperationKind.Add:
                transaction.Add(Key("sum"), operation.To);
                break;
            case OperationKind.Send:
                transaction.Append(Key(Operation.Queue), Key(operation.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                break;
            case OperationKind.Claim:
                var claimed = await transaction.ClaimAsync(KeyRange.Prefix(Key(Operation.Queue)), operation.To);
                foreach (var message in claimed)
                {
                    transaction.Delete(message.Key);
                }

                operation = operation with { Claimed = string.Join(',', claimed.Select(static message => Convert.ToHexString(message.Key))) };
                break;
            case OperationKind.Blob:
                if (await transaction.GetAsync(Key(Operation.BlobKey(operation.At))) is { } old)
                {
                    transaction.Dereference(Body.FromField(old));
                }

                transaction.Reference(body);
                transaction.Put(Key(Operation.BlobKey(operation.At)), body.ToField());
                break;
            default:
                throw new InvalidOperationException(operation.Kind.ToString());
        }

        return transaction.Append(Key(Operation.Log), Key(operation.ToString()));
    }

    /// <summary>A checkpoint, a collection of blobs, or a wait for the log to be synced.</summary>
    private async Task HouseworkAsync()
    {
        var before = ledger.Newest;
        switch (_random.Next(3))
        {
            case 0:
                await ((EmbeddedStore)store).CheckpointAsync();
                break;
            case 1:
                try
                {
                    await store.Blobs.CollectAsync(CancellationToken.None);
                    ledger.Synced(before);
                }
                catch (IOException)
                {
                    // The disk fails; the collection is tried again another time.
                }

                break;
            default:
                ((EmbeddedStore)store).SyncLog();
                ledger.Synced(before);
                break;
        }
    }

    private async Task ChangeWorldsAsync()
    {
        var victim = ledger.Pick(_random);
        if (victim is not null && victim.Name != WorldName.Default && (ledger.Worlds.Count(static world => world is { IsMade: true, IsGone: false }) >= WorldsMax || _random.Next(4) == 0))
        {
            victim.MayBeGone = true;
            report?.Deleting(victim.Name);
            await store.DeleteAsync(victim.Name, CancellationToken.None);
            victim.IsGone = true;
            report?.Deleted(victim.Name);
            return;
        }

        var world = ledger.Making(victim);
        report?.Making(world.Name, victim?.Name);
        var made = victim is null ? await store.CreateAsync(world.Name, CancellationToken.None) : await store.ForkAsync(victim.Name, world.Name, CancellationToken.None);
        if (!made)
        {
            throw new TortureException($"world {world.Name} was there before it was made");
        }

        world.IsMade = true;
        report?.Made(world.Name);
    }
}
