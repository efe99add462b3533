using System.Text;
using Unkai.Api;

namespace Unkai.Iam;

/// <summary>A page of a listing, with the marker that the next one begins behind.</summary>
internal sealed record Page<T>(List<T> Items, bool IsTruncated, string? Marker)
{
    private const int ItemsDefault = 100;

    /// <summary>Cuts a page out of all items, which are in the order of their names.</summary>
    internal static Outcome<Page<T>> Cut(IEnumerable<T> all, Func<T, string> nameOf, string? marker, int? max)
    {
        string? after = null;
        if (marker is not null)
        {
            var bytes = new byte[marker.Length];
            if (!Convert.TryFromBase64String(marker, bytes, out var length))
            {
                return new AwsError("ValidationError", 400, "Invalid Marker.");
            }

            after = Encoding.UTF8.GetString(bytes, 0, length);
        }

        var size = max ?? ItemsDefault;
        List<T> rest = [.. (after is null ? all : all.Where(item => string.CompareOrdinal(nameOf(item), after) > 0)).Take(size + 1)];
        var isTruncated = rest.Count > size;
        if (isTruncated)
        {
            rest.RemoveAt(size);
        }

        return new Page<T>(rest, isTruncated, isTruncated ? Convert.ToBase64String(Encoding.UTF8.GetBytes(nameOf(rest[^1]))) : null);
    }
}
