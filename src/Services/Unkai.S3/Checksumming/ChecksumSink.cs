using Unkai.Storage;

namespace Unkai.S3.Checksumming;

/// <summary>Computes a checksum while a body is stored.</summary>
internal sealed class ChecksumSink(Checksum checksum) : IByteSink
{
    public void Append(ReadOnlySpan<byte> bytes) => checksum.Append(bytes);
}
