using System.Security.Cryptography;
using System.Text;
using Unkai.Api.S3;

namespace Unkai.S3;

/// <summary>S3's canonical user ids: 64 hexadecimal digits that belong to an account.</summary>
internal static class Owners
{
    internal static string CanonicalId(string account) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"canonical:{account}")));

    internal static Owner Of(string account) => new() { ID = CanonicalId(account) };
}
