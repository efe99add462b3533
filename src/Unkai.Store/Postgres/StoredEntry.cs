namespace Unkai.Storage.Postgres;

/// <summary>A row as it was read.</summary>
/// <param name="Key">All of its key.</param>
/// <param name="Version">The number of the commit that wrote it.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct StoredEntry(byte[] Key, long Version, byte[] Value);
