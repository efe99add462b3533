namespace Unkai.Storage;

/// <summary>A key and its value. Both belong to the store: neither is ever modified.</summary>
public readonly record struct Entry(byte[] Key, ReadOnlyMemory<byte> Value);
