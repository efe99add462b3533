namespace Unkai;

/// <summary>A checksum or digest over bytes that arrive in pieces.</summary>
public abstract class Checksum
{
    /// <summary>Bytes of the result.</summary>
    public abstract int LengthBytes { get; }

    /// <summary>Takes the next bytes in.</summary>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>The result so far, most significant byte first; the state stays as it is.</summary>
    public abstract byte[] Current();
}
