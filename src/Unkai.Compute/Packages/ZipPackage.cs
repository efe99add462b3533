using System.IO.Compression;
using System.Text;

namespace Unkai.Compute;

/// <summary>Extracts deployment packages: nothing leaves the target.</summary>
/// <remarks>
/// Refused, before anything of the entry is written: absolute paths, drive letters, <c>..</c>, NUL, links that lead out of the target, and
/// entries below a link. Sizes are counted as the bytes come out, not as the archive claims them.
/// </remarks>
public static class ZipPackage
{
    /// <summary>Source: Lambda quotas, "Deployment package (.zip file archive) size", 250 MB unzipped.</summary>
    public const long UnzippedBytesMax = 262_144_000;

    /// <summary>Entries in one package.</summary>
    public const int EntriesMax = 100_000;

    private const string TooLarge = "Unzipped size must be smaller than 262144000 bytes";
    private const string NotAZip = "Could not unzip uploaded file. Please check your file, then try to upload again.";
    private const int LinkTargetBytesMax = 4096;
    private const int BufferBytes = 64 * 1024;
    private const int UnixTypeMask = 0xF000;
    private const int UnixLink = 0xA000;
    private const int UnixDirectory = 0x4000;
    private const int UnixFile = 0x8000;

    /// <summary>Extracts <paramref name="archive"/> into <paramref name="targetDirectory"/>, over what is there (as layers are).</summary>
    /// <returns>Null when done; otherwise why not, in AWS's words where AWS has some. The target may then hold a part.</returns>
    public static async Task<string?> ExtractAsync(Stream archive, string targetDirectory, CancellationToken cancellation)
    {
        var target = Directory.CreateDirectory(targetDirectory).FullName;
        try
        {
            using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > EntriesMax)
            {
                return $"The package has more than {EntriesMax} entries";
            }

            var left = UnzippedBytesMax;
            foreach (var entry in zip.Entries)
            {
                cancellation.ThrowIfCancellationRequested();
                if (PathOf(entry, target) is not { } path)
                {
                    return $"The package's entry {entry.FullName} leads out of the package";
                }

                if (await ExtractAsync(entry, path, target, left, cancellation) is not { } taken)
                {
                    return $"The package's entry {entry.FullName} leads out of the package";
                }

                left -= taken;
                if (left < 0)
                {
                    return TooLarge;
                }
            }

            return null;
        }
        catch (Exception failure) when (failure is InvalidDataException or NotSupportedException or EndOfStreamException)
        {
            return NotAZip;
        }
        catch (IOException failure) when (failure is not FileNotFoundException)
        {
            return $"The package cannot be extracted: {failure.Message}";
        }
    }

    /// <returns>Null when the entry names no place inside the target.</returns>
    private static string? PathOf(ZipArchiveEntry entry, string target)
    {
        // Windows' archivers write backslashes.
        var name = entry.FullName.Replace('\\', '/');
        if (name.Length == 0 || name[0] == '/' || name.Contains('\0', StringComparison.Ordinal) || name.Split('/').Contains("..")
            || (name.Length > 1 && name[1] == ':'))
        {
            return null;
        }

        var path = Path.GetFullPath(Path.Combine(target, name));
        if (path != target && !path.StartsWith(target + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return null;
        }

        for (var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)); parent is not null && parent.Length > target.Length; parent = Path.GetDirectoryName(parent))
        {
            if (new FileInfo(parent).LinkTarget is not null)
            {
                return null;
            }
        }

        return path;
    }

    /// <returns>The bytes written, more than <paramref name="left"/> when it stopped there; null for a link that leads out.</returns>
    private static async Task<long?> ExtractAsync(ZipArchiveEntry entry, string path, string target, long left, CancellationToken cancellation)
    {
        var mode = entry.ExternalAttributes >> 16;
        var type = mode & UnixTypeMask;
        if (entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\') || type == UnixDirectory)
        {
            Directory.CreateDirectory(path);
            return 0;
        }

        if (type is not (0 or UnixFile or UnixLink))
        {
            return null; // Devices, pipes and sockets have no place in a package.
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            File.Delete(path); // Written anew, never through a link that was there.
        }

        if (type == UnixLink)
        {
            return await ExtractLinkAsync(entry, path, target, cancellation);
        }

        var written = 0L;
        await using (var content = entry.Open())
        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            var buffer = new byte[BufferBytes];
            int read;
            while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
            {
                written += read;
                if (written > left)
                {
                    return written;
                }

                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }

        if (!OperatingSystem.IsWindows())
        {
            // Readable for the function's user whatever the archive says; executable if it says so for anyone.
            var readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            var executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            File.SetUnixFileMode(path, ((UnixFileMode)mode & executable) != 0 ? readable | executable : readable);
        }

        return written;
    }

    private static async Task<long?> ExtractLinkAsync(ZipArchiveEntry entry, string path, string target, CancellationToken cancellation)
    {
        if (entry.Length > LinkTargetBytesMax)
        {
            return null;
        }

        await using var content = entry.Open();
        var bytes = new byte[LinkTargetBytesMax];
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        var link = Encoding.UTF8.GetString(bytes, 0, length);
        if (link.Length == 0 || Path.IsPathRooted(link) || link.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var end = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, link));
        if (end != target && !end.StartsWith(target + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return null;
        }

        File.CreateSymbolicLink(path, link);
        return length;
    }
}
