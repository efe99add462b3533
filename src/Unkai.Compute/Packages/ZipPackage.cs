namespace Unkai.Compute;

/// <summary>Extracts deployment packages: nothing leaves the target.</summary>
public static class ZipPackage
{
    /// <summary>Source: Lambda quotas, "Deployment package (.zip file archive) size", 250 MB unzipped.</summary>
    public const long UnzippedBytesMax = 262_144_000;

    /// <summary>Entries in one package.</summary>
    public const int EntriesMax = 100_000;

    /// <summary>Extracts <paramref name="archive"/> into <paramref name="targetDirectory"/>, over what is there (as layers are).</summary>
    /// <returns>Null when done; otherwise why not, in AWS's words where AWS has some. The target may then hold a part.</returns>
    public static Task<string?> ExtractAsync(Stream archive, string targetDirectory, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
