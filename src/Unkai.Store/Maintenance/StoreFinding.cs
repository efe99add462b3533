namespace Unkai.Storage.Maintenance;

/// <summary>Something that a check of a store's files found.</summary>
/// <param name="IsDamage">Whether something is lost or the store cannot be opened; else it is only worth knowing.</param>
/// <param name="Where">The file, relative to the data directory.</param>
/// <param name="What">What is the matter with it, and what to do, in words.</param>
public sealed record StoreFinding(bool IsDamage, string Where, string What);
