namespace Unkai.Storage;

/// <summary>The disk failed or the store was closed. The store reads on from its last durable state and takes no further writes.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>An exception that says <paramref name="message"/>.</summary>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that says <paramref name="message"/>, and what led to it.</summary>
    public StoreUnavailableException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>An exception without a message of its own.</summary>
    public StoreUnavailableException()
    {
    }
}
