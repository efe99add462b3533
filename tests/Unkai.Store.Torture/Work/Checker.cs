using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Unkai.Storage.Torture;

/// <summary>Holds a store against what its clients know: nothing acknowledged lost, nothing invented, transactions whole or absent.</summary>
internal static class Checker
{
    private const int PageSize = 5000;

    /// <param name="store">The store, opened after a crash.</param>
    /// <param name="ledger">What clients know; afterwards, what was found.</param>
    /// <param name="keptUpTo">Acknowledged commits up to this one must be there; those after it may be gone, but only all of those after some place.</param>
    /// <param name="goesUpTo">No commit after this one may be there.</param>
    internal static async Task CheckAsync(Store store, Ledger ledger, ulong keptUpTo = ulong.MaxValue, ulong goesUpTo = ulong.MaxValue)
    {
        var found = new Dictionary<string, IReadOnlyList<(ulong Sequence, int Client, int Number)>>();
        var names = await store.ListWorldsAsync(CancellationToken.None);
        foreach (var name in names)
        {
            // A log that was cut may bring back a world that is gone since.
            if (!ledger.Worlds.Any(world => world.Name == name) && (keptUpTo == ulong.MaxValue || !ledger.WasNamed(name.Value)))
            {
                throw new TortureException($"there is a world {name} that nobody made");
            }

            found[name.Value] = await CheckWorldAsync(store, ledger, name);
        }

        var newest = found.Values.Max(static entries => entries.Count == 0 ? 0 : entries[^1].Sequence);
        if (newest > goesUpTo)
        {
            throw new TortureException($"commit {newest} is there, though the log was damaged after {goesUpTo}");
        }

        // What is there is a prefix of the order of commits: whatever came before the newest there is there too.
        var kept = Math.Max(keptUpTo, newest);
        foreach (var world in ledger.Worlds)
        {
            CheckAcknowledged(ledger, world, found.GetValueOrDefault(world.Name.Value), kept, keptUpTo == ulong.MaxValue);
        }

        ledger.Settle(found);
    }

    private static void CheckAcknowledged(Ledger ledger, KnownWorld world, IReadOnlyList<(ulong Sequence, int Client, int Number)>? found, ulong kept, bool everything)
    {
        if (found is null)
        {
            // In a world that is lost with the end of the log, nothing may have been kept.
            if (!world.MayBeGone && world.IsMade && (everything || world.Acknowledged.Exists(entry => entry.Sequence <= kept && ledger.WasTriedIn(entry.Client, entry.Number, world.Name))))
            {
                throw new TortureException($"world {world.Name} was acknowledged and is gone");
            }

            return;
        }

        if (world.IsGone && everything)
        {
            throw new TortureException($"world {world.Name} was deleted and is back");
        }

        var there = found.ToHashSet();
        foreach (var entry in world.Acknowledged)
        {
            if (entry.Sequence <= kept && !there.Contains(entry))
            {
                throw new TortureException($"commit {entry.Sequence} (operation {entry.Number} of client {entry.Client}) was acknowledged in {world.Name} and is lost; the newest there is {(found.Count == 0 ? 0 : found[^1].Sequence)}");
            }
        }
    }

    private static ValueTask<List<(ulong Sequence, int Client, int Number)>> CheckWorldAsync(Store store, Ledger ledger, WorldName name) => store.ReadAsync(
        name,
        async snapshot =>
        {
            var actual = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
            var entries = new List<(ulong Sequence, int Client, int Number)>();
            var expected = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
            for (var range = KeyRange.All; ;)
            {
                var page = await snapshot.RangeAsync(range, PageSize);
                foreach (var (key, value) in page)
                {
                    actual[Text(key)] = value.ToArray();
                }

                if (page.Count < PageSize)
                {
                    break;
                }

                range = range.After(page[^1].Key);
            }

            foreach (var key in actual.Keys.Where(static key => key.StartsWith(Text("log/"u8), StringComparison.Ordinal)).ToList())
            {
                actual.Remove(key, out var value);
                var stamp = CommitStamp.Read(Raw(key).AsSpan(Operation.Log.Length));
                var operation = Operation.Parse(Encoding.UTF8.GetString(value!));
                if (!ledger.WasTried(operation.Client, operation.Number))
                {
                    throw new TortureException($"{operation} is in {name}, and nobody tried it, or it was refused");
                }

                entries.Add((stamp.Sequence, operation.Client, operation.Number));
                Apply(expected, operation, stamp);
            }

            await CompareAsync(store, name, expected, actual);
            return entries;
        },
        CancellationToken.None);

    /// <summary>Keys as text that sorts as the bytes do.</summary>
    private static string Text(ReadOnlySpan<byte> key) => Encoding.Latin1.GetString(key);

    private static byte[] Raw(string key) => Encoding.Latin1.GetBytes(key);

    private static void Apply(SortedDictionary<string, byte[]> state, Operation operation, CommitStamp stamp)
    {
        state[Operation.LastKey(operation.Client)] = Encoding.UTF8.GetBytes(operation.Number.ToString(CultureInfo.InvariantCulture));
        switch (operation.Kind)
        {
            case OperationKind.Put:
                state[Operation.ItemKey(operation.At)] = operation.Value(operation.At);
                break;
            case OperationKind.PutMany:
                for (var item = operation.At; item < operation.At + operation.To; item++)
                {
                    state[Operation.ItemKey(item)] = operation.Value(item);
                }

                break;
            case OperationKind.Delete:
                state.Remove(Operation.ItemKey(operation.At));
                break;
            case OperationKind.DeleteRange:
                for (var item = operation.At; item < operation.To; item++)
                {
                    state.Remove(Operation.ItemKey(item));
                }

                break;
            case OperationKind.Add:
                var sum = state.TryGetValue("sum", out var before) ? BinaryPrimitives.ReadInt64LittleEndian(before) : 0;
                state["sum"] = BitConverter.GetBytes(sum + operation.To);
                break;
            case OperationKind.Send:
                var key = new byte[Operation.Queue.Length + CommitStamp.SizeBytes];
                Encoding.ASCII.GetBytes(Operation.Queue, key);
                new CommitStamp(stamp.Sequence, 0).Write(key.AsSpan(Operation.Queue.Length));
                state[Text(key)] = Encoding.UTF8.GetBytes(operation.Number.ToString(CultureInfo.InvariantCulture));
                break;
            case OperationKind.Claim:
                foreach (var claimed in operation.Claimed.Split(',', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (!state.Remove(Text(Convert.FromHexString(claimed))))
                    {
                        throw new TortureException($"{operation} claimed a message that was not there");
                    }
                }

                break;
            case OperationKind.Blob:
                state[Operation.BlobKey(operation.At)] = operation.Body();
                break;
            default:
                throw new InvalidOperationException(operation.Kind.ToString());
        }
    }

    private static async ValueTask CompareAsync(Store store, WorldName name, SortedDictionary<string, byte[]> expected, SortedDictionary<string, byte[]> actual)
    {
        var references = new Dictionary<BlobId, long>();
        foreach (var (key, value) in expected)
        {
            if (!actual.Remove(key, out var found))
            {
                throw new TortureException($"{name} has lost {key}");
            }

            if (key.StartsWith("blob/", StringComparison.Ordinal))
            {
                var body = Body.FromField(found);
                references[body.Blob!.Value] = references.GetValueOrDefault(body.Blob!.Value) + 1;
                using var content = new MemoryStream();
                await using var stream = store.Blobs.OpenRead(body);
                await stream.CopyToAsync(content);
                found = content.ToArray();
            }

            if (!found.AsSpan().SequenceEqual(value))
            {
                throw new TortureException($"{name} has {found.Length} other bytes under {key}");
            }
        }

        foreach (var (key, value) in actual)
        {
            if (!BlobReferences.Range.Contains(Raw(key)))
            {
                throw new TortureException($"{name} has {key}, which no operation put there");
            }

            if (references.GetValueOrDefault(BlobReferences.IdOf(Raw(key))) != BlobReferences.CountOf(value))
            {
                throw new TortureException($"{name} counts {BlobReferences.CountOf(value)} references to a blob that has {references.GetValueOrDefault(BlobReferences.IdOf(Raw(key)))}");
            }

            references.Remove(BlobReferences.IdOf(Raw(key)));
        }

        if (references.Count > 0)
        {
            throw new TortureException($"{name} does not count its references to {references.Count} blobs");
        }
    }
}
