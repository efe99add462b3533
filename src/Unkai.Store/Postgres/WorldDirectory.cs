using System.Collections.Concurrent;

namespace Unkai.Storage.Postgres;

/// <summary>The worlds that this process has met. What it says may be out of date: snapshots and commits find out.</summary>
internal sealed class WorldDirectory(PostgresStore store)
{
    private readonly ConcurrentDictionary<WorldName, PostgresWorld> _byName = new();
    private readonly ConcurrentDictionary<int, PostgresWorld> _byId = new();

    internal IEnumerable<PostgresWorld> All => _byId.Values;

    internal PostgresWorld? Find(WorldName name) => _byName.GetValueOrDefault(name);

    internal PostgresWorld? Find(int id) => _byId.GetValueOrDefault(id);

    /// <summary>Says which life a name has now.</summary>
    internal PostgresWorld Enter(WorldName name, int id)
    {
        var world = _byId.GetOrAdd(id, static (id, given) => new PostgresWorld(given.store, given.name, id), (store, name));
        _byName.AddOrUpdate(name, world, (_, known) =>
        {
            if (known.Id >= id)
            {
                return known;
            }

            _byId.TryRemove(known.Id, out var _);
            known.Gone();
            return world;
        });
        return world;
    }

    /// <summary>Says that a life has ended.</summary>
    internal void Forget(PostgresWorld world)
    {
        _byName.TryRemove(KeyValuePair.Create(world.Name, world));
        _byId.TryRemove(KeyValuePair.Create(world.Id, world));
        world.Gone();
    }
}
