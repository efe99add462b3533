namespace Unkai.Cloud;

/// <summary>A world did not come to rest: what it does keeps causing more to do at once.</summary>
public sealed class UnsettledException(string message) : Exception(message);
