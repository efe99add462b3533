namespace Unkai;

/// <summary>A write found no space left on the disk, or in its owner's quota. Nothing that was there before is damaged, and it may succeed later.</summary>
public sealed class DiskFullException : IOException
{
    private const string DefaultMessage = "No space left on device";

    /// <summary>What Linux and macOS call it; Linux's and macOS's quota; Windows' two.</summary>
    private static readonly int[] s_codes = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>An exception that says so.</summary>
    public DiskFullException()
        : base(DefaultMessage)
    {
    }

    /// <summary>An exception that says <paramref name="message"/>.</summary>
    public DiskFullException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that says <paramref name="message"/>, and what led to it.</summary>
    public DiskFullException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>Whether a failure of the system's means that the disk is full.</summary>
    internal static bool Is(IOException exception) => exception is not DiskFullException && s_codes.Contains(exception.HResult);

    /// <summary>Whether a number of the system's means that the disk is full.</summary>
    internal static bool Is(int error) => s_codes.Contains(error);
}
