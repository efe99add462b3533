namespace Unkai.Storage;

/// <summary>The rows of a table under some first parts of their keys, ordered by the next part.</summary>
/// <typeparam name="TNext">The next part.</typeparam>
public readonly struct Subspace<TNext>
{
    private readonly byte[] _prefix;
    private readonly KeyCodec<TNext> _next;

    internal Subspace(byte[] prefix, KeyCodec<TNext> next)
    {
        _prefix = prefix;
        _next = next;
    }

    /// <summary>All its rows.</summary>
    public KeyRange All => new(_prefix, Subspace.End(_prefix));

    /// <summary>The rows whose next part is <paramref name="next"/>.</summary>
    public KeyRange At(TNext next)
    {
        var key = Key(next);
        return new KeyRange(key, Subspace.End(key));
    }

    /// <summary>The rows whose next part is <paramref name="next"/> or comes after it.</summary>
    public KeyRange From(TNext next) => new(Key(next), All.End);

    /// <summary>The rows whose next part comes after <paramref name="next"/>.</summary>
    public KeyRange After(TNext next) => new(Subspace.End(Key(next)), All.End);

    /// <summary>The rows whose next part comes before <paramref name="next"/>.</summary>
    public KeyRange Before(TNext next) => new(_prefix, Key(next));

    /// <summary>The rows whose next part is <paramref name="next"/> or comes before it.</summary>
    public KeyRange UpTo(TNext next) => new(_prefix, Subspace.End(Key(next)));

    internal int PrefixBytes => _prefix.Length;

    internal byte[] TextPrefix(string text)
    {
        var writer = new KeyWriter(stackalloc byte[Subspace.StackBytes]);
        writer.Raw(_prefix);
        writer.TextPrefix(text);
        return writer.ToKey();
    }

    private byte[] Key(TNext next)
    {
        var writer = new KeyWriter(stackalloc byte[Subspace.StackBytes]);
        writer.Raw(_prefix);
        _next.Write(ref writer, next);
        return writer.ToKey();
    }
}
