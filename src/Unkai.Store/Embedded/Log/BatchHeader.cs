namespace Unkai.Storage.Embedded;

/// <summary>What stands before the frames of a batch.</summary>
/// <param name="Size">Bytes of the frames.</param>
/// <param name="Frames">How many there are; 0 in the mark of a clean stop.</param>
/// <param name="First">The sequence of the first.</param>
/// <param name="Synced">Commits that were on the medium when it was written.</param>
internal readonly record struct BatchHeader(int Size, int Frames, ulong First, ulong Synced);
