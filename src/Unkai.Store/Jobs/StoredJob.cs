namespace Unkai.Storage;

/// <summary>A job and where it stands.</summary>
public readonly record struct StoredJob(JobKey Key, Job Job);
