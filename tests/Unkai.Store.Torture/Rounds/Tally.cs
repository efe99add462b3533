namespace Unkai.Storage.Torture;

/// <summary>What happened how often.</summary>
internal sealed class Tally
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    internal long Acknowledged { get; set; }

    internal void Count(string what)
    {
        lock (_gate)
        {
            _counts[what] = _counts.GetValueOrDefault(what) + 1;
        }
    }

    internal int Of(string what) => _counts.GetValueOrDefault(what);

    public override string ToString() => string.Join(", ", _counts.Select(static count => $"{count.Key} {count.Value}")) + $"; {Acknowledged} operations acknowledged";
}
