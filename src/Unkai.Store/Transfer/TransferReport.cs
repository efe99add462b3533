namespace Unkai.Storage.Transfer;

/// <summary>What an exported world holds.</summary>
/// <param name="World">The name under which it was exported.</param>
/// <param name="Entries">How many entries.</param>
/// <param name="Blobs">How many blobs.</param>
public sealed record TransferReport(WorldName World, long Entries, long Blobs);
