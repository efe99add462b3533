namespace Unkai.Cloud.Faults;

/// <summary>A fault rule breaks the caller's connection: nothing is answered.</summary>
public sealed class ConnectionDroppedException() : Exception("A fault rule drops this connection.");
