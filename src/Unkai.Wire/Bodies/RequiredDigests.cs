using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Wire.Bodies;

/// <summary>Some operations take no body without a digest of it.</summary>
internal static class RequiredDigests
{
    private static readonly AwsError s_missing = new("InvalidRequest", 400, "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");

    /// <returns>The refusal of a request without a digest; null when it has one or needs none.</returns>
    internal static AwsError? Check(OperationContract operation, IHeaderDictionary headers)
    {
        if (!operation.RequiresDigest || headers.ContentMD5.Count > 0
            || headers["x-amz-trailer"].ToString().Contains(StatedDigests.ChecksumPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        foreach (var (name, _) in headers)
        {
            if (name.StartsWith(StatedDigests.ChecksumPrefix, StringComparison.OrdinalIgnoreCase) && Checksums.Parse(name[StatedDigests.ChecksumPrefix.Length..]) is not null)
            {
                return null;
            }
        }

        return s_missing;
    }
}
