using Unkai.Api;
using Unkai.S3.Model;

namespace Unkai.S3.AccessControl;

/// <summary>Reads the x-amz-grant-* headers: <c>id="…", uri="…", emailAddress="…"</c>.</summary>
internal static class GrantHeaders
{
    private static readonly (string Member, string Permission)[] s_headers =
    [
        ("GrantFullControl", Permissions.FullControl), ("GrantRead", Permissions.Read), ("GrantReadACP", Permissions.ReadAcp),
        ("GrantWrite", Permissions.Write), ("GrantWriteACP", Permissions.WriteAcp),
    ];

    /// <returns>Null when the request has none of them.</returns>
    internal static Outcome<List<GrantRecord>?> Read(Shape request)
    {
        List<GrantRecord>? grants = null;
        foreach (var (name, permission) in s_headers)
        {
            if (request.Contract.Find(name) is not { } member || request.GetString(member.Slot) is not { } header)
            {
                continue;
            }

            grants ??= [];
            foreach (var part in header.Split(',', StringSplitOptions.TrimEntries))
            {
                var grantee = ReadOne(part, member.WireName, header);
                if (grantee.IsError)
                {
                    return grantee.Error;
                }

                grants.Add(new GrantRecord(grantee.Value, permission));
            }
        }

        return grants;
    }

    private static Outcome<string> ReadOne(string part, string header, string text)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            return S3Errors.InvalidArgument("Argument format not recognized", header, text);
        }

        var value = part[(equals + 1)..].Trim().Trim('"');
        return part[..equals].Trim() switch
        {
            "id" => Grantees.OfId(value) is { IsError: false } found ? found : S3Errors.InvalidArgument("Invalid id", "id", value),
            "uri" => Grantees.OfUri(value) is { IsError: false } found ? found : S3Errors.InvalidArgument("Invalid group uri", "uri", value),
            "emailAddress" => Grantees.OfEmail(value),
            _ => S3Errors.InvalidArgument("Argument format not recognized", header, text),
        };
    }
}
