namespace Unkai.Storage;

/// <summary>Sees a body's bytes as they pass: a checksum computed in the same pass.</summary>
public interface IByteSink
{
    /// <summary>The next bytes, in order.</summary>
    void Append(ReadOnlySpan<byte> bytes);
}
