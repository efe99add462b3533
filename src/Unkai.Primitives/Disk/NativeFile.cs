using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Unkai;

/// <summary>What .NET has no call for. Measured on ext4: fdatasync of a preallocated file 0.11 ms, of a growing one 0.22 ms, fsync 0.24 ms.</summary>
internal static partial class NativeFile
{
    private const int ReadOnly = 0;

    internal static void SyncData(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        // A sync that failed is not tried again: the kernel may have dropped the pages it could not write.
        if (FDataSync(file) != 0)
        {
            throw Failed("fdatasync");
        }
    }

    internal static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET opens no folders.
        using var folder = Open(path, ReadOnly);
        if (folder.IsInvalid || FSync(folder) != 0)
        {
            throw Failed("fsync of a folder");
        }
    }

    /// <summary>Sets space aside; where the file system cannot, the file only grows.</summary>
    /// <exception cref="DiskFullException">There is not that much space.</exception>
    internal static void Allocate(SafeFileHandle file, long length)
    {
        if (OperatingSystem.IsLinux())
        {
            if (FAllocate(file, 0, 0, length) == 0)
            {
                return;
            }

            if (DiskFullException.Is(Marshal.GetLastPInvokeError()))
            {
                throw new DiskFullException();
            }
        }

        if (RandomAccess.GetLength(file) < length)
        {
            RandomAccess.SetLength(file, length);
        }
    }

    private static IOException Failed(string call) => new($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fallocate64", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FAllocate(SafeFileHandle file, int mode, long offset, long length);
}
