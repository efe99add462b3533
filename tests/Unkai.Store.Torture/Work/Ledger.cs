namespace Unkai.Storage.Torture;

/// <summary>What clients tried and what was acknowledged to them, over all lives of a store.</summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, KnownWorld> _worlds = [];
    private readonly Dictionary<(int Client, int Number), string> _tried = [];
    private readonly HashSet<(int Client, int Number)> _refused = [];
    private readonly Dictionary<int, int> _numbers = [];
    private int _names;

    internal Ledger()
    {
        _worlds["default"] = new KnownWorld(WorldName.Default) { IsMade = true };
    }

    /// <summary>Everything acknowledged up to this commit has been synced, whatever the durability.</summary>
    internal ulong Floor { get; private set; }

    internal ulong Newest { get; private set; }

    internal int AcknowledgedCount { get; private set; }

    /// <summary>How many worlds have been named.</summary>
    internal int Names
    {
        get => _names;
        set => _names = value;
    }

    /// <summary>The newest number of each client.</summary>
    internal IReadOnlyDictionary<int, int> Numbers => _numbers;

    internal IReadOnlyList<KnownWorld> Worlds
    {
        get
        {
            lock (_gate)
            {
                return [.. _worlds.Values];
            }
        }
    }

    internal int NextNumber(int client)
    {
        lock (_gate)
        {
            return _numbers[client] = _numbers.GetValueOrDefault(client) + 1;
        }
    }

    /// <summary>A world to work in.</summary>
    internal KnownWorld? Pick(Random random)
    {
        lock (_gate)
        {
            var live = _worlds.Values.Where(static world => world is { IsMade: true, MayBeGone: false }).OrderBy(static world => world.Name.Value, StringComparer.Ordinal).ToList();
            return live.Count == 0 ? null : live[random.Next(live.Count)];
        }
    }

    internal void Tried(int client, int number, WorldName world)
    {
        lock (_gate)
        {
            _tried[(client, number)] = world.Value;
            _numbers[client] = Math.Max(_numbers.GetValueOrDefault(client), number);
        }
    }

    internal void Acknowledged(int client, int number, WorldName world, ulong sequence)
    {
        lock (_gate)
        {
            _worlds[world.Value].Acknowledged.Add((sequence, client, number));
            Newest = Math.Max(Newest, sequence);
            AcknowledgedCount++;
        }
    }

    /// <summary>A write was answered with a full disk: it must never be seen.</summary>
    internal void Refused(int client, int number)
    {
        lock (_gate)
        {
            _refused.Add((client, number));
        }
    }

    internal bool WasTried(int client, int number)
    {
        lock (_gate)
        {
            return _tried.ContainsKey((client, number)) && !_refused.Contains((client, number));
        }
    }

    /// <summary>Whether an operation was tried in this world, and not in one that it is a fork of.</summary>
    internal bool WasTriedIn(int client, int number, WorldName world)
    {
        lock (_gate)
        {
            return _tried.GetValueOrDefault((client, number)) == world.Value;
        }
    }

    /// <summary>Whether somebody has ever tried to make a world of that name.</summary>
    internal bool WasNamed(string name) => name == "default" || (name[0] == 'w' && int.Parse(name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) <= _names);

    /// <summary>Begins a fork of <paramref name="parent"/>, or an empty world.</summary>
    internal KnownWorld Making(KnownWorld? parent, string? name = null)
    {
        lock (_gate)
        {
            name ??= $"w{_names + 1}";
            _names = Math.Max(_names, int.Parse(name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture));
            var world = new KnownWorld(WorldName.Parse(name)!.Value) { Parent = parent };
            if (parent is not null)
            {
                // What was acknowledged before the fork began is in it.
                world.Acknowledged.AddRange(parent.Acknowledged);
            }

            return _worlds[name] = world;
        }
    }

    internal KnownWorld Known(string name)
    {
        lock (_gate)
        {
            return _worlds[name];
        }
    }

    /// <summary>Everything acknowledged so far has been synced.</summary>
    internal void Synced(ulong upTo)
    {
        lock (_gate)
        {
            Floor = Math.Max(Floor, upTo);
        }
    }

    /// <summary>The same knowledge, to be changed by itself.</summary>
    internal Ledger Copy()
    {
        lock (_gate)
        {
            var copy = new Ledger { Floor = Floor, Newest = Newest, _names = _names };
            copy._worlds.Clear();
            foreach (var (name, world) in _worlds)
            {
                var twin = new KnownWorld(world.Name) { IsMade = world.IsMade, MayBeGone = world.MayBeGone, IsGone = world.IsGone, Parent = world.Parent };
                twin.Acknowledged.AddRange(world.Acknowledged);
                copy._worlds[name] = twin;
            }

            foreach (var (operation, world) in _tried)
            {
                copy._tried[operation] = world;
            }

            copy._refused.UnionWith(_refused);
            return copy;
        }
    }

    /// <summary>From now on what was found is what is known.</summary>
    internal void Settle(IReadOnlyDictionary<string, IReadOnlyList<(ulong Sequence, int Client, int Number)>> found)
    {
        lock (_gate)
        {
            foreach (var name in _worlds.Keys.Except(found.Keys).ToList())
            {
                _worlds.Remove(name);
            }

            Newest = 0;
            foreach (var (name, entries) in found)
            {
                if (!_worlds.TryGetValue(name, out var world))
                {
                    world = _worlds[name] = new KnownWorld(WorldName.Parse(name)!.Value);
                }

                world.IsMade = true;
                world.MayBeGone = false;
                world.IsGone = false;
                world.Acknowledged.Clear();
                world.Acknowledged.AddRange(entries);
                Newest = Math.Max(Newest, entries.Count == 0 ? 0 : entries[^1].Sequence);
            }

            Floor = Math.Min(Floor, Newest);
        }
    }
}
