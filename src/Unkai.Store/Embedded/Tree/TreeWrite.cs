namespace Unkai.Storage.Embedded;

/// <summary>A change to one key: a new value, or null to remove it.</summary>
internal readonly record struct TreeWrite(byte[] Key, byte[]? Value);
