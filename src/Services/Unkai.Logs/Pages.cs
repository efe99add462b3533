namespace Unkai.Logs;

/// <summary>Pages of listings; a token is the name that the page before ended with.</summary>
internal static class Pages
{
    private const int ItemsDefault = 50;

    internal static (List<T> Items, string? Next) Cut<T>(IEnumerable<T> all, Func<T, string> tokenOf, string? token, int? limit)
    {
        var rest = token is null ? all : all.SkipWhile(item => tokenOf(item) != token).Skip(1);
        List<T> items = [.. rest.Take((limit ?? ItemsDefault) + 1)];
        if (items.Count <= (limit ?? ItemsDefault))
        {
            return (items, null);
        }

        items.RemoveAt(items.Count - 1);
        return (items, tokenOf(items[^1]));
    }
}
