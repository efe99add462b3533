namespace Unkai.Storage.Embedded;

/// <summary>The worlds by name. Changed under the store's commit lock, read without.</summary>
internal sealed class WorldSet
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<WorldName, World> _byName = new();

    /// <summary>The newest commit's number over all worlds.</summary>
    internal ulong Sequence { get; set; }

    /// <summary>The number of the next world to be made.</summary>
    internal uint NextId { get; set; } = 1;

    internal ICollection<World> All => _byName.Values;

    internal World? Find(WorldName name) => _byName.GetValueOrDefault(name);

    internal World? Find(uint id) => _byName.Values.FirstOrDefault(world => world.Id == id);

    internal IReadOnlyList<WorldName> Names() => [.. _byName.Keys.OrderBy(static name => name.Value, StringComparer.Ordinal)];

    internal void Add(World world)
    {
        if (!_byName.TryAdd(world.Name, world))
        {
            throw new InvalidOperationException($"There are two worlds {world.Name}.");
        }

        NextId = Math.Max(NextId, world.Id + 1);
    }

    internal void Remove(World world)
    {
        if (!_byName.TryRemove(KeyValuePair.Create(world.Name, world)))
        {
            throw new InvalidOperationException($"World {world.Name} was removed twice.");
        }
    }
}
