using System.Globalization;
using Unkai.Api;

namespace Unkai.S3;

/// <summary>The x-amz-copy-source-range header. Unlike GetObject's range it must be whole and lie within the source.</summary>
/// <remarks>Source: Amazon S3 API reference, UploadPartCopy, x-amz-copy-source-range.</remarks>
internal static class CopyRange
{
    private const string Name = "x-amz-copy-source-range";
    private const string Unit = "bytes=";

    internal static Outcome<ByteRange> Read(string header, long size)
    {
        if (!header.StartsWith(Unit, StringComparison.Ordinal) || header.AsSpan(Unit.Length) is not { IsEmpty: false } span || span.IndexOf('-') is not (> 0 and var dash)
            || !long.TryParse(span[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !long.TryParse(span[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || last < first)
        {
            return S3Errors.InvalidArgument(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy", Name, header);
        }

        return last < size
            ? new ByteRange(first, last - first + 1)
            : S3Errors.InvalidArgument(string.Create(CultureInfo.InvariantCulture, $"Range specified is not valid for source object of size: {size}"), Name, header);
    }
}
