using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Jobs;
using Unkai.Compute;
using Unkai.Storage;
using Unkai.Storage.Transfer;

namespace Unkai.Server.Worlds;

/// <summary>The worlds of this cloud: makes, forks, opens and deletes them.</summary>
internal sealed class WorldRegistry(WorldParts parts) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<WorldName, OpenWorld> _open = new();
    private readonly WorldMarks _marks = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CallOrigin _origin = new("http://127.0.0.1", null, null);
    private int _lives;
    private readonly Lock _followGate = new();
    private Task _following = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>The world that always exists.</summary>
    /// <exception cref="InvalidOperationException">The cloud has not started.</exception>
    internal World Default => _open.TryGetValue(WorldName.Default, out var open) ? open.World : throw new InvalidOperationException("The cloud has not started.");

    internal Store Store => parts.Store;

    internal ServiceCatalog Services => parts.Services;

    internal MachineClock Machine => MachineClock.Instance;

    internal IRandomSource Random => parts.Random;

    /// <summary>The door for a world's sandboxes; set once by whoever listens.</summary>
    internal Func<WorldName, ValueTask<Uri?>> SandboxAddress { get; set; } = static _ => ValueTask.FromResult<Uri?>(null);

    /// <summary>Told when a world has gone: its doors close.</summary>
    internal Func<WorldName, ValueTask> Closed { get; set; } = static _ => ValueTask.CompletedTask;

    /// <summary>Opens every world that the store has: their jobs go on.</summary>
    internal async Task StartAsync(Uri address, CancellationToken cancellation)
    {
        _origin = new CallOrigin(address.GetLeftPart(UriPartial.Authority), null, null);
        parts.Store.WorldsChanged += OnWorldsChanged;
        foreach (var name in await parts.Store.ListWorldsAsync(cancellation))
        {
            if (WorldFile.IsStaging(name))
            {
                if (parts.Store.IsShared)
                {
                    continue; // Another process may be importing it.
                }

                // The cloud died while it imported this one.
                await parts.Store.DeleteAsync(name, cancellation);
                continue;
            }

            _open[name] = await OpenAsync(name, cancellation);
        }

        _started.TrySetResult();
    }

    /// <returns>Null when there is no such world.</returns>
    internal ValueTask<OpenWorld?> FindAsync(WorldName name, CancellationToken cancellation)
    {
        return _open.TryGetValue(name, out var open) ? ValueTask.FromResult<OpenWorld?>(open)
            : !_started.Task.IsCompleted ? StartedAsync()
            : parts.Store.IsShared ? FollowedAsync()
            : ValueTask.FromResult<OpenWorld?>(null);

        async ValueTask<OpenWorld?> FollowedAsync()
        {
            await FollowAsync(cancellation);
            return _open.GetValueOrDefault(name);
        }

        async ValueTask<OpenWorld?> StartedAsync()
        {
            await _started.Task.WaitAsync(cancellation);
            return _open.GetValueOrDefault(name);
        }
    }

    /// <summary>The world that issued a key, which needs no other name then.</summary>
    /// <returns>Null in the outcome when none but <c>default</c> can have; an error when the world has gone.</returns>
    internal ValueTask<Outcome<WorldName?>> IssuerOfAsync(string accessKeyId, CancellationToken cancellation)
    {
        // Until the cloud has started, worlds that it had before are not known yet.
        return (_marks.IsUsed || !_started.Task.IsCompleted) && AccessKeyIds.MarkIn(accessKeyId) is { } mark ? FindAsync(mark) : ValueTask.FromResult<Outcome<WorldName?>>((WorldName?)null);

        async ValueTask<Outcome<WorldName?>> FindAsync(string mark)
        {
            await _started.Task.WaitAsync(cancellation);
            foreach (var world in _marks.Find(mark))
            {
                if (await KnowsAsync(world))
                {
                    return world;
                }
            }

            return _marks.FindGone(mark) is { } gone && !await KnowsAsync(WorldName.Default) ? WorldChoice.IssuerGone(gone) : (WorldName?)null;
        }

        async ValueTask<bool> KnowsAsync(WorldName world)
        {
            try
            {
                return await parts.Credentials.FindAsync(world, accessKeyId, cancellation) is not null;
            }
            catch (WorldNotFoundException)
            {
                return false; // It went in this moment.
            }
        }
    }

    /// <summary>The worlds, in the order of their names.</summary>
    internal IReadOnlyList<OpenWorld> List() => [.. _open.Values.OrderBy(static open => open.World.Name.Value, StringComparer.Ordinal)];

    /// <summary>How many processes run a world's functions, idle ones too.</summary>
    internal int ProcessesOf(World world) => parts.Functions.CountOf(world.Scope + " ");

    /// <summary>Makes an empty world.</summary>
    /// <returns>Null when it is there already.</returns>
    internal async ValueTask<OpenWorld?> CreateAsync(WorldName name, ulong? seed, CancellationToken cancellation)
    {
        using var turn = await TakeTurnAsync(cancellation);
        if (!await parts.Store.CreateAsync(name, cancellation))
        {
            return null;
        }

        await WorldSettings.SaveOriginAsync(parts.Store, name, new WorldOrigin(seed, null), CancellationToken.None);
        return _open[name] = await OpenAsync(name, CancellationToken.None);
    }

    /// <summary>Copies a world as of one instant.</summary>
    /// <param name="from">The world to copy.</param>
    /// <param name="to">The copy's name.</param>
    /// <param name="seed">The copy's seed; null: it has its parent's, if that has one.</param>
    /// <param name="cancellation">Observed until the copy is made.</param>
    /// <returns>Null when <paramref name="to"/> is there already.</returns>
    /// <exception cref="WorldNotFoundException">There is no world <paramref name="from"/>.</exception>
    internal async ValueTask<OpenWorld?> ForkAsync(WorldName from, WorldName to, ulong? seed, CancellationToken cancellation)
    {
        using var turn = await TakeTurnAsync(cancellation);
        if (!await parts.Store.ForkAsync(from, to, cancellation))
        {
            return null;
        }

        var parent = await WorldSettings.ReadOriginAsync(parts.Store, to, CancellationToken.None);
        await WorldSettings.SaveOriginAsync(parts.Store, to, new WorldOrigin(seed ?? parent.Seed, from.Value), CancellationToken.None);
        return _open[to] = await OpenAsync(to, CancellationToken.None);
    }

    /// <summary>Makes a world of an exported one. It has its seed, clock, jobs and fault rules, and no parent here.</summary>
    /// <returns>Null when there is a world of that name.</returns>
    /// <exception cref="WorldFileException">The file is damaged, cut short or of a newer version; there is no such world then.</exception>
    internal async ValueTask<(OpenWorld World, TransferReport Report)?> ImportAsync(Stream source, WorldName name, CancellationToken cancellation)
    {
        // The file may take long to come: only its last step takes a turn.
        if (await parts.Store.ImportAsync(source, name, parts.Random, cancellation) is not { } report)
        {
            return null;
        }

        using var turn = await TakeTurnAsync(CancellationToken.None);

        // On a shared store, the notice of it may have opened it already, as it was in the file.
        await CloseAsync(name);
        var origin = await WorldSettings.ReadOriginAsync(parts.Store, name, CancellationToken.None);
        await WorldSettings.SaveOriginAsync(parts.Store, name, origin with { Parent = null }, CancellationToken.None);
        return (_open[name] = await OpenAsync(name, CancellationToken.None), report);
    }

    /// <summary>Deletes a world and what only it held.</summary>
    /// <returns>False when there is none.</returns>
    internal async ValueTask<bool> DeleteAsync(WorldName name, CancellationToken cancellation)
    {
        using var turn = await TakeTurnAsync(cancellation);
        return await CloseAsync(name) && await parts.Store.DeleteAsync(name, CancellationToken.None);
    }

    /// <summary>Empties a world: as if just made, with its seed.</summary>
    /// <returns>Null when there is none.</returns>
    internal async ValueTask<OpenWorld?> ResetAsync(WorldName name, CancellationToken cancellation)
    {
        using var turn = await TakeTurnAsync(cancellation);
        if (!_open.TryGetValue(name, out var open))
        {
            return null;
        }

        var seed = open.Origin.Seed;
        await CloseAsync(name);
        await parts.Store.DeleteAsync(name, CancellationToken.None);
        await parts.Store.CreateAsync(name, CancellationToken.None);
        await WorldSettings.SaveOriginAsync(parts.Store, name, new WorldOrigin(seed, null), CancellationToken.None);
        return _open[name] = await OpenAsync(name, CancellationToken.None);
    }

    /// <summary>Ends the worlds' jobs and calls; their state stays.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            parts.Store.WorldsChanged -= OnWorldsChanged;
            await _following;
            await Task.WhenAll(_open.Values.Select(static open => open.DisposeAsync().AsTask()));
        }
    }

    private void OnWorldsChanged()
    {
        lock (_followGate)
        {
            // One look at a time, and one after the last change.
            _following = _following.ContinueWith(_ => FollowLoggedAsync(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        }
    }

    private async Task FollowLoggedAsync()
    {
        try
        {
            await FollowAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // The top of what the store's notice began. The next notice, or a call for the world, looks again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            WorldsLog.FollowFailed(parts.Loggers.CreateLogger("Unkai.Worlds"), failure);
        }
    }

    /// <summary>Where several processes work on the store: opens the worlds that another has made and closes those that it has deleted.</summary>
    private async ValueTask FollowAsync(CancellationToken cancellation)
    {
        using var turn = await TakeTurnAsync(cancellation);
        if (_isDisposed)
        {
            return;
        }

        var names = (await parts.Store.ListWorldsAsync(cancellation)).Where(static name => !WorldFile.IsStaging(name)).ToHashSet();
        foreach (var (name, open) in _open)
        {
            if (!names.Contains(name) || open.Life != await parts.Store.LifeOfAsync(name, cancellation))
            {
                await CloseAsync(name);
            }
        }

        foreach (var name in names.Where(name => !_open.ContainsKey(name)))
        {
            _open[name] = await OpenAsync(name, cancellation);
        }
    }

    private async ValueTask<bool> CloseAsync(WorldName name)
    {
        if (!_open.TryRemove(name, out var open))
        {
            return false;
        }

        _marks.Remove(name);
        parts.Functions.EndAll(open.World.Scope + " ");
        await Closed(name);
        await open.DisposeAsync();
        parts.Functions.EndAll(open.World.Scope + " ");
        return true;
    }

    private async ValueTask<OpenWorld> OpenAsync(WorldName name, CancellationToken cancellation)
    {
        var life = await parts.Store.LifeOfAsync(name, cancellation);
        var origin = await WorldSettings.ReadOriginAsync(parts.Store, name, cancellation);
        var settings = await WorldSettings.ReadClockAsync(parts.Store, name, cancellation);
        var numbers = origin.Seed is { } seed
            ? new CallNumbers(seed, await WorldSettings.ReserveNumbersAsync(parts.Store, name, CallNumbers.ReservedCount, cancellation))
            : null;
        var world = new World
        {
            Name = name,
            Scope = $"{name}#{Interlocked.Increment(ref _lives)}",
            Store = parts.Store,
            Clock = new WorldClock(Machine, settings),
            Machine = Machine,
            Random = parts.Random,
            Numbers = numbers,
            Pipeline = parts.Pipeline,
            Authorization = parts.Authorization,
            Hosted = new Dictionary<Type, object>
            {
                [typeof(FunctionHost)] = parts.FunctionHost with { SandboxAddress = () => SandboxAddress(name) },
            },
        };
        await WorldFaults.LoadAsync(world, cancellation);
        if (world.Clock.Rate == 0)
        {
            world.Background.Hold();
        }

        var pump = new JobPump(world, parts.Services, _origin, parts.Loggers.CreateLogger("Unkai.Jobs"));
        var follower = new WorldFollower(world, pump, parts.Loggers.CreateLogger("Unkai.Worlds"));
        var open = new OpenWorld(world, origin, pump, follower) { Life = life };
        pump.Start();
        follower.Start();
        _marks.Add(name);
        return open;
    }

    private async ValueTask<Turn> TakeTurnAsync(CancellationToken cancellation)
    {
        await _started.Task.WaitAsync(cancellation);
        await _turn.WaitAsync(cancellation);
        return new Turn(_turn);
    }

    private readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
