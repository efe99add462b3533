using System.Collections.Concurrent;
using System.Collections.Immutable;
using Unkai.Cloud;

namespace Unkai.Server.Worlds;

/// <summary>Which worlds the marks in access keys mean: those there are, and those that have gone in this cloud's time.</summary>
internal sealed class WorldMarks
{
    /// <summary>How many worlds that have gone are remembered.</summary>
    private const int GoneMax = 65_536;

    private readonly ConcurrentDictionary<string, ImmutableArray<WorldName>> _worlds = new();
    private readonly ConcurrentDictionary<string, WorldName> _gone = new();
    private readonly ConcurrentQueue<string> _goneOrder = new();
    private volatile bool _isUsed;

    /// <summary>Whether there has been a world besides <c>default</c>.</summary>
    internal bool IsUsed => _isUsed;

    internal void Add(WorldName world)
    {
        if (world != WorldName.Default)
        {
            _isUsed = true;
            _worlds.AddOrUpdate(AccessKeyIds.MarkOf(world), static (_, world) => [world], static (_, worlds, world) => worlds.Contains(world) ? worlds : worlds.Add(world), world);
        }
    }

    internal void Remove(WorldName world)
    {
        var mark = AccessKeyIds.MarkOf(world);
        if (world == WorldName.Default || !_worlds.TryGetValue(mark, out var worlds))
        {
            return;
        }

        if (worlds.Length == 1)
        {
            _worlds.TryRemove(KeyValuePair.Create(mark, worlds));
        }
        else
        {
            _worlds[mark] = worlds.Remove(world);
        }

        if (_gone.TryAdd(mark, world))
        {
            _goneOrder.Enqueue(mark);
            if (_gone.Count > GoneMax && _goneOrder.TryDequeue(out var oldest))
            {
                _gone.TryRemove(oldest, out _);
            }
        }
    }

    /// <summary>The worlds that may have issued a key, seldom more than one.</summary>
    internal ImmutableArray<WorldName> Find(string mark) => _worlds.GetValueOrDefault(mark, []);

    /// <summary>The world that has gone whose keys bear the mark.</summary>
    internal WorldName? FindGone(string mark) => _gone.TryGetValue(mark, out var world) ? world : null;
}
