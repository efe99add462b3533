namespace Unkai.Storage.Embedded;

/// <summary>Where blobs lie: <c>blobs/ab/cd/abcd…</c> (64 hexadecimal digits of the SHA-256); what is being written is in <c>blobs/tmp/</c>.</summary>
internal static class BlobFiles
{
    internal const string Folder = "blobs";
    internal const string TemporaryFolder = Folder + "/tmp";

    internal static string PathOf(BlobId blob)
    {
        var name = blob.ToString();
        return $"{Folder}/{name[..2]}/{name[2..4]}/{name}";
    }

    /// <summary>All blobs that have files, folder by folder.</summary>
    internal static IEnumerable<BlobId> All(IDisk disk) =>
        from outer in disk.ListFolders(Folder)
        from inner in disk.ListFolders($"{Folder}/{outer}")
        from name in disk.ListFiles($"{Folder}/{outer}/{inner}")
        let blob = BlobId.Parse(name)
        where blob is not null
        select blob.Value;
}
