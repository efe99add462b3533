using Unkai.Storage.Embedded;

namespace Unkai.Storage.Torture;

/// <summary>A log whose files were damaged: refused by name where it says that the damaged part was synced, else opened up to the damage.</summary>
internal static class DamageRound
{
    internal static async Task RunAsync(SimulatedDisk disk, Func<SimulatedDisk, StoreOptions> optionsOf, Ledger ledger, Random random, Tally tally)
    {
        var damaged = disk.Killed();
        var segments = damaged.ListFiles("log").Where(static name => name.EndsWith(".log", StringComparison.Ordinal)).ToList();
        if (segments.Count == 0)
        {
            return;
        }

        var what = Damage(damaged, "log/" + segments[random.Next(3) == 0 ? random.Next(segments.Count) : segments.Count - 1], random);
        var map = LogMap.Of(damaged);
        var before = damaged.Contents();
        try
        {
            await using var store = await Store.OpenAsync(optionsOf(damaged), CancellationToken.None);
            if (map.IsCorrupt)
            {
                throw new TortureException($"{what}: commits up to {map.Synced} were synced, {map.End} can be read, and the store opened");
            }

            try
            {
                await CheckAsync(store, ledger, map);
            }
            catch (TortureException failure)
            {
                throw new TortureException($"{what}: {failure.Message}; opened: {store.Recovery}; {map}");
            }

            tally.Count($"damaged ({what}), opened");
        }
        catch (StoreCorruptException corrupt) when (!map.IsCorrupt && map.End < ledger.Newest && corrupt.Message.Contains("blob", StringComparison.Ordinal))
        {
            // The cut took with it that the blob's last reference had gone and that this was synced: what is left cannot know.
            tally.Count($"damaged ({what}), opened, with a blob collected since");
        }
        catch (StoreCorruptException corrupt)
        {
            if (!map.IsCorrupt)
            {
                throw new TortureException($"{what}: all up to {map.Synced}, which was synced, can be read, and the store did not open: {corrupt.Message}");
            }

            if (!corrupt.Message.Contains("log", StringComparison.Ordinal))
            {
                throw new TortureException($"{what}: the refusal does not name what is damaged: {corrupt.Message}");
            }

            var after = damaged.Contents();
            if (before.Count != after.Count || before.Any(file => !after[file.Key].AsSpan().SequenceEqual(file.Value)))
            {
                throw new TortureException($"{what}: the store refused to open and changed its files");
            }

            tally.Count($"damaged ({what}), refused");
        }
    }

    private static async Task CheckAsync(Store store, Ledger ledger, LogMap map)
    {
        // The ledger is left as it is: the undamaged disk is looked at once more.
        var copy = ledger.Copy();
        await Checker.CheckAsync(store, copy, keptUpTo: map.End, goesUpTo: map.End);
    }

    private static string Damage(SimulatedDisk disk, string path, Random random)
    {
        var bytes = disk.Content(path);
        var used = bytes.AsSpan().TrimEnd((byte)0).Length;
        var batches = LogMap.BatchesOf(bytes, LogFormat.SeedOf(LogMap.IdOf(disk), LogMap.Number(path[4..])));
        switch (random.Next(7))
        {
            case 0 when used > 0:
                disk.Replace(path, bytes[..random.Next(used)]);
                return "cut";
            case 1 when batches.Count > 0:
                // The last batch once more after itself.
                disk.Replace(path, [.. bytes[..used], .. bytes[batches[^1].Offset..used]]);
                return "duplicated";
            case 2 when batches.Count > 1:
                var (one, two) = (batches[^2], batches[^1]);
                disk.Replace(path, [.. bytes[..one.Offset], .. bytes[two.Offset..(two.Offset + two.Length)], .. bytes[one.Offset..two.Offset], .. bytes[(two.Offset + two.Length)..]]);
                return "reordered";
            case 3 when used > 0:
                var start = random.Next(used);
                bytes.AsSpan(start, Math.Min(64, bytes.Length - start)).Clear();
                disk.Replace(path, bytes);
                return "zeroed";
            case 4:
                disk.Lose(path);
                return "segment lost";
            case 5 when used > 0:
                var garbage = new byte[1 + random.Next(100)];
                random.NextBytes(garbage);
                disk.Replace(path, [.. bytes[..used], .. garbage]);
                return "garbage behind";
            default:
                if (used > 0)
                {
                    bytes[random.Next(used)] ^= (byte)(1 << random.Next(8));
                }

                disk.Replace(path, bytes);
                return "flipped";
        }
    }
}
