namespace Unkai.Storage.Transfer;

/// <summary>A file is no exported world, or one that is damaged, cut short or of a newer version. The message says which.</summary>
public sealed class WorldFileException : Exception
{
    /// <summary>An exception that says <paramref name="message"/>.</summary>
    public WorldFileException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that says <paramref name="message"/>, and what led to it.</summary>
    public WorldFileException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>An exception without a message of its own.</summary>
    public WorldFileException()
    {
    }
}
