namespace Unkai.Storage.Maintenance;

/// <summary>What a compaction did.</summary>
/// <param name="BytesBefore">The store's files before it, in bytes.</param>
/// <param name="BytesAfter">And after it.</param>
/// <param name="Blobs">Blobs that no world referred to and that went.</param>
/// <param name="TornTails">Torn ends of logs that recoveries had set aside and that went.</param>
public sealed record StoreCompaction(long BytesBefore, long BytesAfter, long Blobs, long TornTails);
