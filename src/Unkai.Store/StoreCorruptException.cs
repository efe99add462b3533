namespace Unkai.Storage;

/// <summary>The store's files cannot be opened as they are: damaged, of a newer version, or in use. The message names the file and the way out.</summary>
public sealed class StoreCorruptException : Exception
{
    /// <summary>An exception that says <paramref name="message"/>.</summary>
    public StoreCorruptException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that says <paramref name="message"/>, and what led to it.</summary>
    public StoreCorruptException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>An exception without a message of its own.</summary>
    public StoreCorruptException()
    {
    }
}
