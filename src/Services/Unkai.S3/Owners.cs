using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Unkai.Api;
using Unkai.Api.S3;

namespace Unkai.S3;

/// <summary>S3's canonical user ids: 64 hexadecimal digits that belong to an account. Both ways, so that a list can name accounts that were never seen.</summary>
/// <remarks>Layout before hexadecimal: 26 bytes of SHA-256 over the account's number; the number itself (48 bits, big-endian) under a mask made of those 26 bytes.</remarks>
internal static class Owners
{
    /// <summary>Whom unsigned writes belong to.</summary>
    internal const string Anonymous = "anonymous";

    /// <summary>The canonical id of nobody. Source: Amazon S3 User Guide, "Access control list (ACL) overview".</summary>
    private const string AnonymousId = "65a011a29cdf8ec533ec3d1ccaae921c";

    /// <summary>EC2's own account, to which aws-exec-read grants. Source: the same.</summary>
    private const string ImagesId = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c";

    private const string Images = "ec2";
    private const int PrefixBytes = 26;
    private const int NumberBytes = 6;
    private const int KeptMax = 1024;

    private static readonly ConcurrentDictionary<string, string> s_ids = new();

    internal static string CanonicalId(string account)
    {
        if (s_ids.TryGetValue(account, out var known))
        {
            return known;
        }

        if (s_ids.Count >= KeptMax)
        {
            s_ids.Clear();
        }

        return s_ids[account] = account switch { Anonymous => AnonymousId, Images => ImagesId, _ => Compute(account) };
    }

    /// <returns>The account's number; null when the id is nobody's.</returns>
    internal static string? AccountOf(string canonicalId)
    {
        switch (canonicalId)
        {
            case AnonymousId: return Anonymous;
            case ImagesId: return Images;
        }

        Span<byte> bytes = stackalloc byte[PrefixBytes + NumberBytes];
        if (canonicalId.Length != 2 * bytes.Length || Convert.FromHexString(canonicalId, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return null;
        }

        Mask(bytes);
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        number.Clear();
        bytes[PrefixBytes..].CopyTo(number[2..]);
        var account = BinaryPrimitives.ReadUInt64BigEndian(number).ToString("D12", CultureInfo.InvariantCulture);
        return AccountId.Parse(account) is not null && CanonicalId(account) == canonicalId ? account : null;
    }

    internal static Owner Of(string account) => new() { DisplayName = account, ID = CanonicalId(account) };

    /// <summary>Who began an upload: an account by its canonical id, anybody else by the ARN.</summary>
    /// <remarks>Source: Amazon S3 API reference, Initiator.</remarks>
    internal static Initiator InitiatorOf(string arn) =>
        Arn.Parse(arn) is { Service: "iam", Resource: "root" } root ? new() { DisplayName = root.Account, ID = CanonicalId(root.Account) } : new() { DisplayName = arn[(arn.LastIndexOf('/') + 1)..], ID = arn };

    private static string Compute(string account)
    {
        Span<byte> bytes = stackalloc byte[PrefixBytes + NumberBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes($"canonical:{account}"), bytes);
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(number, ulong.Parse(account, NumberStyles.None, CultureInfo.InvariantCulture));
        number[2..].CopyTo(bytes[PrefixBytes..]);
        Mask(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private static void Mask(Span<byte> bytes)
    {
        Span<byte> mask = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..PrefixBytes], mask);
        for (var i = 0; i < NumberBytes; i++)
        {
            bytes[PrefixBytes + i] ^= mask[i];
        }
    }
}
