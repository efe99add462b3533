namespace Unkai;

/// <summary>One call's chance in a world with a seed: drawn from (seed, number of the call). Safe for several threads; their order is then theirs.</summary>
public sealed class CallRandomSource(ulong seed, ulong call) : IRandomSource
{
    private readonly SeededRandomSource _source = new(seed, call);
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public void Fill(Span<byte> target)
    {
        lock (_lock)
        {
            _source.Fill(target);
        }
    }

    /// <summary>Where the source stands.</summary>
    public SeededRandomSource Mark()
    {
        lock (_lock)
        {
            return _source.Copy();
        }
    }

    /// <summary>Goes back to a mark: what is run again draws the same again.</summary>
    public void Rewind(SeededRandomSource mark)
    {
        lock (_lock)
        {
            _source.Rewind(mark);
        }
    }
}
