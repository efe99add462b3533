namespace Unkai.Storage.Torture;

/// <summary>What clients know of a world.</summary>
internal sealed class KnownWorld(WorldName name)
{
    internal WorldName Name => name;

    /// <summary>Whether its making was acknowledged.</summary>
    internal bool IsMade { get; set; }

    /// <summary>Whether somebody has tried to delete it.</summary>
    internal bool MayBeGone { get; set; }

    /// <summary>Whether its deletion was acknowledged.</summary>
    internal bool IsGone { get; set; }

    /// <summary>The world that it is a fork of.</summary>
    internal KnownWorld? Parent { get; init; }

    /// <summary>Acknowledged operations that must be in it: the commit's sequence, the client, the number.</summary>
    internal List<(ulong Sequence, int Client, int Number)> Acknowledged { get; } = [];
}
