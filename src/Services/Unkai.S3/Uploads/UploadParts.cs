using Unkai.S3.Checksumming;
using System.Globalization;
using System.Security.Cryptography;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Uploads;

/// <summary>Which parts an upload is completed from, and the entity tag that they give.</summary>
internal static class UploadParts
{
    internal static Outcome<IReadOnlyList<PartRecord>> Choose(string? upload, IReadOnlyList<CompletedPart> asked, IReadOnlyList<Row<(string Upload, int Number), PartRecord>> there)
    {
        var byNumber = there.ToDictionary(row => row.Key.Number, row => row.Value);
        var chosen = new List<PartRecord>(asked.Count);
        for (var i = 0; i < asked.Count; i++)
        {
            var wanted = asked[i];
            if (!byNumber.TryGetValue(wanted.PartNumber!.Value, out var part)
                || (wanted.ETag is { } etag && etag.Trim('"') != part.ETag)
                || !SaysTheSame(wanted, part))
            {
                return S3Errors.InvalidPart(upload, wanted.PartNumber.Value, wanted.ETag);
            }

            if (part.Size < UploadRules.PartBytesMin && i < asked.Count - 1)
            {
                return S3Errors.EntityTooSmall(wanted.PartNumber.Value, part.Size, part.ETag);
            }

            chosen.Add(part);
        }

        return chosen;
    }

    /// <summary>The MD5 of the parts' MD5s, and how many there are.</summary>
    internal static string ETagOf(IReadOnlyList<PartRecord> parts)
    {
#pragma warning disable CA5351 // Entity tags are MD5 by S3's definition.
        var digest = MD5.HashData([.. parts.SelectMany(part => Convert.FromHexString(part.ETag))]);
#pragma warning restore CA5351
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(digest)}-{parts.Count}");
    }

    private static bool SaysTheSame(CompletedPart wanted, PartRecord part) =>
        ObjectChecksum.StatedIn(wanted).All(stated => stated.Algorithm != part.ChecksumAlgorithm || stated.Value == part.Checksum);
}
