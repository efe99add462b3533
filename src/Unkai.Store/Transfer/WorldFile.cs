namespace Unkai.Storage.Transfer;

/// <summary>Looks into exported worlds without a store.</summary>
public static class WorldFile
{
    /// <summary>Reads the name under which a world was exported.</summary>
    /// <exception cref="WorldFileException">The stream does not begin as an exported world does.</exception>
    public static ValueTask<WorldName> ReadNameAsync(Stream source, CancellationToken cancellation) => WorldImport.NameAsync(new WorldFileReader(source, cancellation));

    /// <summary>Reads an exported world to its end.</summary>
    /// <exception cref="WorldFileException">It is damaged, cut short or of a newer version.</exception>
    public static ValueTask<TransferReport> VerifyAsync(Stream source, CancellationToken cancellation) => WorldImport.VerifyAsync(source, cancellation);

    /// <summary>Whether this is the name of a world that is being imported: one that is left over after a crash is to be deleted.</summary>
    public static bool IsStaging(WorldName name) => WorldImport.IsStaging(name);
}
