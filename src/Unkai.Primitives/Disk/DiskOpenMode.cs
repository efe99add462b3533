namespace Unkai;

/// <summary>How a file is opened.</summary>
public enum DiskOpenMode
{
    /// <summary>For reading; it must be there.</summary>
    Read,

    /// <summary>For reading and writing; it must be there.</summary>
    ReadWrite,

    /// <summary>For reading and writing; an old file of that name is emptied.</summary>
    Create,
}
