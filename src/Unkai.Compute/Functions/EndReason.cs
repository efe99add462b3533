namespace Unkai.Compute;

/// <summary>Why an environment was ended, when it did not end by itself.</summary>
internal enum EndReason
{
    None,
    InitTimeout,
    Timeout,
    Memory,
    Cancelled,
    Shutdown,
}
