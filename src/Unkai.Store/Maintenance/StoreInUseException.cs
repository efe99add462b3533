namespace Unkai.Storage.Maintenance;

/// <summary>The files are those of a running cloud, or of none. The message says which.</summary>
public sealed class StoreInUseException : Exception
{
    /// <summary>An exception that says <paramref name="message"/>.</summary>
    public StoreInUseException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that says <paramref name="message"/>, and what led to it.</summary>
    public StoreInUseException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>An exception without a message of its own.</summary>
    public StoreInUseException()
    {
    }
}
