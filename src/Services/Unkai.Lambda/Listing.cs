using System.Text;

namespace Unkai.Lambda;

/// <summary>Pages of listings; a marker is the name that the page before ended with, in base64.</summary>
internal static class Listing
{
    private const int ItemsDefault = 50;

    /// <summary>Cuts a page out of items that are in the order of <paramref name="nameOf"/>.</summary>
    internal static async ValueTask<(List<T> Items, string? Marker)> PageAsync<T>(IAsyncEnumerable<T> all, Func<T, string> nameOf, string? marker, int? max)
    {
        var after = Decode(marker);
        var size = Math.Min(max ?? ItemsDefault, ItemsDefault);
        var items = new List<T>();
        await foreach (var item in all)
        {
            if (after is not null && string.CompareOrdinal(nameOf(item), after) <= 0)
            {
                continue;
            }

            if (items.Count == size)
            {
                return (items, Convert.ToBase64String(Encoding.UTF8.GetBytes(nameOf(items[^1]))));
            }

            items.Add(item);
        }

        return (items, null);
    }

    private static string? Decode(string? marker)
    {
        if (string.IsNullOrEmpty(marker))
        {
            return null;
        }

        var bytes = new byte[marker.Length];
        return Convert.TryFromBase64String(marker, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : marker;
    }
}
