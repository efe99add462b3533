using System.Collections.Frozen;
using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.S3;

/// <summary>Members of requests that promise what is not there yet: refused by name rather than passed over.</summary>
internal static class UnsupportedHeaders
{
    /// <summary>The values that are honoured, of members that have others.</summary>
    private static readonly FrozenDictionary<string, string[]> s_honoured = new Dictionary<string, string[]>
    {
        ["StorageClass"] = ["STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    internal static AwsError? Check(Shape request)
    {
        var members = request.Contract.Members;
        if (request is Api.S3.PutObjectRequest { WriteOffsetBytes: not null })
        {
            return S3Errors.HeaderNotImplemented("x-amz-write-offset-bytes");
        }

        for (var slot = request.NextSet(0); slot >= 0; slot = request.NextSet(slot + 1))
        {
            var member = members[slot];
            if (member.Kind != ShapeKind.String || !s_honoured.TryGetValue(member.Name, out var honoured))
            {
                continue;
            }

            var value = request.GetString(slot)!;
            if (!honoured.Contains(value))
            {
                return member.Name == "StorageClass"
                    ? new AwsError("InvalidStorageClass", 400, "The storage class you specified is not valid")
                    : S3Errors.NotImplemented($"{member.WireName}: {value}");
            }
        }

        return null;
    }
}
