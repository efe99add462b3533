namespace Unkai.Storage.Torture;

/// <summary>What a simulated disk does wrong, and from which of its changes on.</summary>
/// <param name="Kind">What.</param>
/// <param name="From">The number of the first change that it may hit.</param>
/// <param name="Until">For <see cref="DiskFaultKind.Full"/>: the number from which on there is space again.</param>
internal sealed record DiskFault(DiskFaultKind Kind, int From, int Until = int.MaxValue);
