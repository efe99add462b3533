namespace Unkai.Storage;

/// <summary>Where a job stands: when it is due, and its sequence among those due then.</summary>
public readonly record struct JobKey(DateTimeOffset Due, CommitStamp Stamp);
