namespace Unkai;

/// <summary>One directory tree of files: the seam through which all durable state passes, so that tests can tear, lose and fill it.</summary>
/// <remarks>Paths are relative to the disk's root, with <c>/</c> between names. A failure is an <see cref="IOException"/>. New folders are 0700, new files 0600.</remarks>
public interface IDisk
{
    /// <summary>The root's path on the machine; null when the disk is not a folder of the machine.</summary>
    string? MachinePath { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="FileNotFoundException">It is not there, and <paramref name="mode"/> does not create it.</exception>
    /// <exception cref="DiskFullException">There is no space for one more file.</exception>
    IDiskFile Open(string path, DiskOpenMode mode);

    /// <summary>Whether a file of that name is there.</summary>
    bool Exists(string path);

    /// <summary>The names (not paths) of the files in a folder, in ordinal order; none when there is no such folder.</summary>
    IReadOnlyList<string> ListFiles(string folder);

    /// <summary>The names (not paths) of the folders in a folder, in ordinal order; none when there is no such folder.</summary>
    IReadOnlyList<string> ListFolders(string folder);

    /// <summary>Makes a folder and those above it; does nothing when it is there.</summary>
    void CreateFolder(string folder);

    /// <summary>Removes a file; does nothing when it is not there.</summary>
    void Delete(string path);

    /// <summary>Renames a file, over one of the new name when there is one. Durable after <see cref="SyncFolder"/>.</summary>
    void Rename(string from, string to);

    /// <summary>Makes the names in a folder durable (created, renamed and deleted files).</summary>
    void SyncFolder(string folder);

    /// <summary>When the file was last written or touched, in the machine's time.</summary>
    DateTimeOffset LastWritten(string path);

    /// <summary>Sets <see cref="LastWritten"/>.</summary>
    void Touch(string path, DateTimeOffset time);

    /// <summary>Takes a file as this process's own until disposed.</summary>
    /// <returns>Null when another process holds it.</returns>
    IDisposable? TryLock(string path);
}
