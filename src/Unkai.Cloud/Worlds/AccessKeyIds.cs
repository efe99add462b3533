using System.Security.Cryptography;
using System.Text;

namespace Unkai.Cloud;

/// <summary>Ids of access keys that say which world issued them, and look as AWS's do: a prefix and 16 characters of base 32.</summary>
/// <remarks>
/// <code>
/// default      prefix(4) random(16)
/// another      prefix(4) mark(6) random(10)
/// </code>
/// The mark is the first 30 bits of the SHA-256 of the world's name. It is a hint, never a proof: whoever follows it looks whether that world knows the key.
/// </remarks>
public static class AccessKeyIds
{
    /// <summary>The prefix of users' keys.</summary>
    public const string UserPrefix = "AKIA";

    /// <summary>The prefix of sessions' keys.</summary>
    public const string SessionPrefix = "ASIA";

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Length = 20;
    private const int MarkLength = 6;
    private const int BitsPerCharacter = 5;

    /// <summary>A new id of a key that <paramref name="world"/> issues.</summary>
    public static string Create(string prefix, WorldName world, IRandomSource random)
    {
        var mark = world == WorldName.Default ? "" : MarkOf(world);
        return prefix + mark + random.NextString(Length - prefix.Length - mark.Length, Alphabet);
    }

    /// <summary>The mark of a world's keys.</summary>
    public static string MarkOf(WorldName world)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(world.Value));
        var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash);
        return string.Create(MarkLength, bits, static (mark, bits) =>
        {
            for (var i = 0; i < mark.Length; i++)
            {
                mark[i] = Alphabet[(int)(bits >> (32 - BitsPerCharacter * (i + 1))) & 31];
            }
        });
    }

    /// <returns>What is a mark if a world other than <c>default</c> issued the key; null when no such world can have.</returns>
    public static string? MarkIn(string accessKeyId) =>
        accessKeyId.Length == Length && (accessKeyId.StartsWith(UserPrefix, StringComparison.Ordinal) || accessKeyId.StartsWith(SessionPrefix, StringComparison.Ordinal))
            ? accessKeyId.Substring(UserPrefix.Length, MarkLength)
            : null;
}
