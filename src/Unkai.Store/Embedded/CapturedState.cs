namespace Unkai.Storage.Embedded;

/// <summary>All worlds at one place in the order of commits.</summary>
/// <param name="Sequence">The place.</param>
/// <param name="Epoch">The epoch in which that sequence was given; see <see cref="LogWriter.Epoch"/>.</param>
/// <param name="NextId">The number of the next world to be made.</param>
/// <param name="Worlds">The worlds and what was in them.</param>
internal sealed record CapturedState(ulong Sequence, int Epoch, uint NextId, IReadOnlyList<(World World, WorldState State)> Worlds);
