namespace Unkai.Storage.Embedded;

/// <summary>Which entries live transactions have claimed. As many as those transactions claimed, so bounded by them.</summary>
internal sealed class Reservations
{
    private readonly Lock _gate = new();
    private readonly Dictionary<byte[], EmbeddedTransaction> _holders = new(KeyComparer.Instance);

    internal bool TryTake(byte[] key, EmbeddedTransaction holder)
    {
        lock (_gate)
        {
            return _holders.TryAdd(key, holder);
        }
    }

    internal bool IsTaken(byte[] key)
    {
        lock (_gate)
        {
            return _holders.ContainsKey(key);
        }
    }

    internal void Release(byte[] key)
    {
        lock (_gate)
        {
            if (!_holders.Remove(key))
            {
                throw new InvalidOperationException("A reservation was released twice.");
            }
        }
    }
}
