using System.Text;

namespace Unkai.S3;

/// <summary>User metadata: names in lower case, 2 KB in all.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Working with object metadata".</remarks>
internal static class MetadataRules
{
    private const int BytesMax = 2 * 1024;

    /// <returns>Null when it is too large.</returns>
    internal static Dictionary<string, string>? Normalize(Dictionary<string, string>? metadata)
    {
        var normalized = new Dictionary<string, string>();
        var size = 0;
        foreach (var (name, value) in metadata ?? [])
        {
            size += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value);
            normalized[name.ToLowerInvariant()] = value;
        }

        return size > BytesMax ? null : normalized;
    }
}
