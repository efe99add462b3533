namespace Unkai.Storage;

/// <summary>A transaction met a conflict in every one of its runs. Rare: the pipeline turns it into AWS's throttling error.</summary>
public sealed class StoreContentionException : Exception
{
    /// <summary>An exception that says <paramref name="message"/>.</summary>
    public StoreContentionException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that says <paramref name="message"/>, and what led to it.</summary>
    public StoreContentionException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>An exception without a message of its own.</summary>
    public StoreContentionException()
    {
    }
}
