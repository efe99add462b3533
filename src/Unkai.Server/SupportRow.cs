namespace Unkai.Server;

/// <summary>What is implemented of a service.</summary>
/// <param name="Service">The contract's name.</param>
/// <param name="Implemented">Operations with a class.</param>
/// <param name="NotImplemented">Operations that answer NotImplemented.</param>
public sealed record SupportRow(string Service, IReadOnlyList<string> Implemented, IReadOnlyList<string> NotImplemented);
