using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Unkai.Wire.Signing;

/// <summary>Derives signing keys and keeps the recent ones: deriving costs four HMACs, and one key serves a day.</summary>
internal sealed class SigningKeys
{
    private const int KeysMax = 1024;

    private readonly ConcurrentDictionary<(string Secret, CredentialScope Scope), byte[]> _keys = new();

    internal byte[] Derive(string secret, CredentialScope scope)
    {
        if (_keys.TryGetValue((secret, scope), out var known))
        {
            return known;
        }

        var date = HMACSHA256.HashData(Encoding.UTF8.GetBytes("AWS4" + secret), Encoding.UTF8.GetBytes(scope.Date));
        var region = HMACSHA256.HashData(date, Encoding.UTF8.GetBytes(scope.Region));
        var service = HMACSHA256.HashData(region, Encoding.UTF8.GetBytes(scope.Service));
        var key = HMACSHA256.HashData(service, "aws4_request"u8);
        if (_keys.Count >= KeysMax)
        {
            _keys.Clear();
        }

        _keys[(secret, scope)] = key;
        return key;
    }
}
