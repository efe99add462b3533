using System.Buffers.Binary;
using System.Buffers.Text;

namespace Unkai.S3;

/// <summary>Version ids: an age that makes newer versions sort first, and chance that makes them unguessable; 32 characters.</summary>
/// <remarks>Layout before base64url: 8 bytes age (big-endian: 2^64 − 1 less the time in 100 ns), 16 bytes random.</remarks>
internal static class VersionIds
{
    internal const string Null = "null";
    private const int Bytes = 24;

    /// <summary>The age of something written at <paramref name="time"/>.</summary>
    internal static ulong AgeOf(DateTimeOffset time) => ulong.MaxValue - (ulong)time.UtcTicks;

    internal static string Create(ulong age, IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, age);
        random.Fill(bytes[sizeof(ulong)..]);
        return Base64Url.EncodeToString(bytes).Replace('-', '.');
    }

    /// <returns>Null when no version can have this id.</returns>
    internal static ulong? AgeOf(string versionId)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        return versionId.Length == Bytes / 3 * 4
            && Base64Url.DecodeFromChars(versionId.Replace('.', '-'), bytes, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == Bytes
            ? BinaryPrimitives.ReadUInt64BigEndian(bytes)
            : null;
    }
}
