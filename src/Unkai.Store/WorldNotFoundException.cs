namespace Unkai.Storage;

/// <summary>There is no such world, or it was deleted while the transaction ran.</summary>
public sealed class WorldNotFoundException : Exception
{
    /// <summary>An exception that says <paramref name="message"/>.</summary>
    public WorldNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that says <paramref name="message"/>, and what led to it.</summary>
    public WorldNotFoundException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>An exception without a message of its own.</summary>
    public WorldNotFoundException()
    {
    }
}
