using Unkai.Storage.Embedded;

namespace Unkai.Storage.Torture;

/// <summary>A store on a simulated disk, through several lives that end badly, and its log damaged at the end.</summary>
internal sealed class DiskRound(int seed, Tally tally)
{
    private const int Damages = 4;
    private const int Clients = 3;
    private const int OperationsOfALife = 75;

    private readonly Random _random = new(seed);
    private readonly TortureClock _clock = new();
    private readonly Ledger _ledger = new();
    private readonly List<string> _story = [];

    internal async Task RunAsync()
    {
        try
        {
            await LiveAsync();
        }
        catch (Exception failure) when (failure is TortureException or StoreCorruptException or StoreUnavailableException)
        {
            throw new TortureException($"{failure.Message} [{string.Join("; ", _story)}]");
        }
    }

    private async Task LiveAsync()
    {
        var durability = _random.Next(5) switch { 0 or 1 => Durability.EverySecond, 2 => Durability.None, _ => Durability.Always };
        var segmentBytes = 1024L << _random.Next(5);
        StoreOptions OptionsOf(SimulatedDisk disk) => new()
        {
            Disk = disk,
            Durability = durability,
            Clock = _clock,
            LogSegmentBytes = segmentBytes,
            CheckpointLogBytes = segmentBytes * (1 + _random.Next(4)),
        };
        var disk = new SimulatedDisk { Random = new Random(_random.Next()), Clock = _clock };
        _story.Add($"{durability}, segments of {segmentBytes}");
        var lives = 2 + _random.Next(4);
        var everything = true;
        for (var life = 0; life < lives; life++)
        {
            if (_random.Next(5) == 0)
            {
                // The machine is lost while the store is being opened.
                disk.Fault = new DiskFault(DiskFaultKind.Gone, disk.Operations + _random.Next(12));
            }

            Store store;
            try
            {
                store = await Store.OpenAsync(OptionsOf(disk), CancellationToken.None);
            }
            catch (Exception failure) when (disk.Failures > 0 && failure is IOException or StoreUnavailableException)
            {
                Tell("lost while opening");
                (disk, everything) = Crash(disk, durability, everything);
                continue;
            }

            _story.Add($"opened: {store.Recovery}");
            var fault = PickFault(disk);
            disk.Fault = null;
            await Checker.CheckAsync(store, _ledger, KeptUpTo(durability, everything));
            everything = true;
            _clock.Move(TimeSpan.FromHours(2));
            disk.Fault = fault is null ? null : fault with { From = disk.Operations + fault.From, Until = disk.Operations + fault.Until };
            await WorkAsync(store);
            Tell(fault is null ? "no fault" : disk.Failures == 0 ? "fault not reached" : $"fault {fault.Kind}");
            if (fault?.Kind == DiskFaultKind.Full && disk.Failures > 0)
            {
                await MustGoOnAsync(disk, store);
            }

            if (_random.Next(4) == 0)
            {
                var isWell = store.Failure is null;
                var failures = disk.Failures;
                await store.DisposeAsync();
                Tell("stopped");
                if (isWell && failures == disk.Failures)
                {
                    _ledger.Synced(_ledger.Newest);
                }
            }

            SimulatedDisk next;
            (next, everything) = Crash(disk, durability, everything);
            await store.DisposeAsync();
            disk = next;
        }

        for (var damage = 0; damage < Damages; damage++)
        {
            await DamageRound.RunAsync(disk, OptionsOf, _ledger, _random, tally);
        }

        // Undamaged it opens as ever.
        await using var last = await Store.OpenAsync(OptionsOf(disk), CancellationToken.None);
        await Checker.CheckAsync(last, _ledger, KeptUpTo(durability, everything));
        tally.Acknowledged += _ledger.AcknowledgedCount;
    }

    /// <summary>Clients at work: one after the other when the seed is even, so that the round is the same each time; all at once when it is odd.</summary>
    private async Task WorkAsync(Store store)
    {
        var clients = Enumerable.Range(0, Clients).Select(client => new WorkClient(store, _ledger, client, _random.Next())).ToList();
        if (seed % 2 != 0)
        {
            await Task.WhenAll(clients.Select(client => Task.Run(() => client.RunAsync(OperationsOfALife / Clients, doesHousework: true))));
            return;
        }

        for (var operation = 0; operation < OperationsOfALife; operation++)
        {
            await clients[_random.Next(Clients)].RunAsync(1, doesHousework: true);
            await ((EmbeddedStore)store).WhenCheckpointWritten();
        }
    }

    private void Tell(string what)
    {
        tally.Count(what);
        _story.Add(what);
    }

    private ulong KeptUpTo(Durability durability, bool everything) =>
        everything || durability == Durability.Always ? ulong.MaxValue : durability == Durability.None ? 0 : _ledger.Floor;

    private DiskFault? PickFault(SimulatedDisk disk)
    {
        _ = disk;
        var from = _random.Next(150);
        return _random.Next(8) switch
        {
            0 => null,
            1 or 2 => new DiskFault(DiskFaultKind.Gone, from),
            3 => new DiskFault(DiskFaultKind.AnyOnce, from),
            4 => new DiskFault(DiskFaultKind.WriteOnce, from),
            5 => new DiskFault(DiskFaultKind.SyncOnce, from),
            _ => new DiskFault(DiskFaultKind.Full, from, from + 1 + _random.Next(40)),
        };
    }

    /// <returns>The disk that the crash leaves, and whether all that was acknowledged must be on it.</returns>
    private (SimulatedDisk Disk, bool Everything) Crash(SimulatedDisk disk, Durability durability, bool everything)
    {
        // Without any sync a lost machine leaves nothing that was promised.
        if (_random.Next(2) == 0 || durability == Durability.None)
        {
            Tell("killed");
            return (disk.Killed(), everything && (durability == Durability.Always || !disk.HasForgotten));
        }

        Tell("power lost");
        return (disk.PowerLost(), everything && durability == Durability.Always);
    }

    /// <summary>A disk that was full and has space again is written to again, without a restart.</summary>
    private async Task MustGoOnAsync(SimulatedDisk disk, Store store)
    {
        disk.Fault = null;
        await new WorkClient(store, _ledger, 2, _random.Next()).RunAsync(3, doesHousework: false);
        if (store.Failure is { } failure)
        {
            throw new TortureException($"there is space again, and the store does not write: {failure}");
        }

        Tell("went on after a full disk");
    }
}
