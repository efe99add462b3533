using System.Security.Cryptography;

namespace Unkai;

/// <summary>MD5, SHA-1, SHA-256 or SHA-512 as a <see cref="Checksum"/>.</summary>
public sealed class Digest : Checksum, IDisposable
{
    private readonly IncrementalHash _hash;

    /// <summary>A digest; the CRCs have classes of their own.</summary>
    public Digest(ChecksumAlgorithm algorithm) => _hash = IncrementalHash.CreateHash(algorithm switch
    {
        ChecksumAlgorithm.Md5 => HashAlgorithmName.MD5,
        ChecksumAlgorithm.Sha1 => HashAlgorithmName.SHA1,
        ChecksumAlgorithm.Sha256 => HashAlgorithmName.SHA256,
        ChecksumAlgorithm.Sha512 => HashAlgorithmName.SHA512,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    });

    /// <inheritdoc/>
    public override int LengthBytes => _hash.HashLengthInBytes;

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <inheritdoc/>
    public override byte[] Current() => _hash.GetCurrentHash();

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
