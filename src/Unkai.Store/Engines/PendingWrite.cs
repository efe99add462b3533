namespace Unkai.Storage;

/// <summary>A write that waits for its commit.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">The value put; null for a removal or an addition.</param>
/// <param name="Delta">What is added; null for a put or a removal.</param>
/// <param name="StampOffset">Where the commit's stamp goes into the value; -1: nowhere.</param>
/// <param name="StampOrder">The number of that stamp.</param>
internal readonly record struct PendingWrite(byte[] Key, byte[]? Value, long? Delta, int StampOffset = -1, ushort StampOrder = 0);
