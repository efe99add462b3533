namespace Unkai.Storage.Embedded;

/// <summary>A world in memory: its newest state, its newest durable one, who has claimed what, who watches.</summary>
internal sealed class World(uint id, WorldName name)
{
    private volatile WorldState? _visible;
    private volatile WorldState _current = WorldState.Empty;
    private volatile bool _deleted;

    /// <summary>Its number in the log; never used again.</summary>
    internal uint Id => id;

    internal WorldName Name => name;

    /// <summary>After the newest commit, durable or not: what transactions read. Set under the store's commit lock.</summary>
    internal WorldState Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>After the newest commit that may be answered: what reads read. Null until the world's own making is durable. Set in commit order.</summary>
    internal WorldState? Visible
    {
        get => _visible;
        set => _visible = value;
    }

    internal bool IsDeleted
    {
        get => _deleted;
        set => _deleted = value;
    }

    internal Reservations Reservations { get; } = new();

    internal WatchList Watches { get; } = new();

    /// <summary>Taken by transactions that have met several conflicts, so that they take turns among themselves.</summary>
    internal SemaphoreSlim Turn { get; } = new(1);
}
