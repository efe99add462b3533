using System.Collections.Concurrent;

namespace Unkai.Server.Worlds;

/// <summary>Ports that serve one world each: those that were asked for, and one for each world's sandboxes, opened when a function first runs.</summary>
/// <param name="open">Opens a door to a world on a port (0: a free one); the last parameter says whether it is for sandboxes.</param>
internal sealed class WorldDoors(Func<WorldName, int, bool, Task<WorldDoor>> open) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<WorldName, Lazy<Task<WorldDoor>>> _sandboxes = new();
    private readonly ConcurrentDictionary<(WorldName World, int Port), WorldDoor> _asked = new();

    /// <summary>Opens a port for a world; 0 takes a free one.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    internal async Task<Uri> ServeAsync(WorldName world, int port)
    {
        var door = await open(world, port, false);
        _asked[(world, door.Address.Port)] = door;
        return door.Address;
    }

    /// <summary>The addresses that serve a world, by its own asking.</summary>
    internal IReadOnlyList<Uri> AddressesOf(WorldName world) =>
        [.. _asked.Where(entry => entry.Key.World == world).Select(static entry => entry.Value.Address).OrderBy(static address => address.Port)];

    /// <summary>The address that a world's sandboxes reach.</summary>
    internal async ValueTask<Uri?> SandboxAddressOfAsync(WorldName world) =>
        (await _sandboxes.GetOrAdd(world, name => new Lazy<Task<WorldDoor>>(() => open(name, 0, true))).Value).Address;

    /// <summary>Closes a world's doors.</summary>
    internal async ValueTask CloseAsync(WorldName world)
    {
        if (_sandboxes.TryRemove(world, out var sandbox))
        {
            await (await sandbox.Value).DisposeAsync();
        }

        foreach (var key in _asked.Keys.Where(key => key.World == world).ToList())
        {
            if (_asked.TryRemove(key, out var door))
            {
                await door.DisposeAsync();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var world in _sandboxes.Keys.Concat(_asked.Keys.Select(static key => key.World)).Distinct().ToList())
        {
            await CloseAsync(world);
        }
    }
}
