namespace Unkai.Storage.Torture;

internal enum DiskFaultKind
{
    /// <summary>Everything fails: the machine or the process is gone.</summary>
    Gone,

    /// <summary>One change fails, whichever it is.</summary>
    AnyOnce,

    /// <summary>One write does a part of its bytes and fails.</summary>
    WriteOnce,

    /// <summary>One sync fails, and the system forgets what it was to write.</summary>
    SyncOnce,

    /// <summary>What needs space fails, writes after a part of their bytes.</summary>
    Full,
}
