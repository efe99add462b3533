namespace Unkai.Wire.Routing;

/// <summary>The labels of a path, decoded: <c>Bucket</c> → <c>films</c>.</summary>
public readonly struct RouteLabels
{
    private readonly List<KeyValuePair<string, string>>? _all;

    internal RouteLabels(List<KeyValuePair<string, string>> all) => _all = all;

    /// <summary>How many there are.</summary>
    public int Count => _all?.Count ?? 0;

    /// <summary>The text of a label; null when the path has none of that name.</summary>
    public string? Find(string name)
    {
        if (_all is not null)
        {
            foreach (var (known, text) in _all)
            {
                if (string.Equals(known, name, StringComparison.Ordinal))
                {
                    return text;
                }
            }
        }

        return null;
    }
}
