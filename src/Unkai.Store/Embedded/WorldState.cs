namespace Unkai.Storage.Embedded;

/// <summary>A world after the commit numbered <paramref name="Sequence"/>.</summary>
internal sealed record WorldState(Node? Root, ulong Sequence)
{
    internal static WorldState Empty { get; } = new(null, 0);
}
