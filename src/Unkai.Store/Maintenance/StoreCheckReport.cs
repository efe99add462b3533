namespace Unkai.Storage.Maintenance;

/// <summary>What a store's files hold, and what is the matter with them.</summary>
public sealed record StoreCheckReport
{
    /// <summary>The newest commit that can be read.</summary>
    public ulong Sequence { get; init; }

    /// <summary>The commit that the checkpoint ends with; 0 when there is none.</summary>
    public ulong Checkpoint { get; init; }

    /// <summary>Commits in the log after the checkpoint.</summary>
    public long Commits { get; init; }

    /// <summary>Worlds, and the entries in each.</summary>
    public IReadOnlyList<(WorldName World, long Entries)> Worlds { get; init; } = [];

    /// <summary>Blobs whose bytes were read and are what their name says.</summary>
    public long Blobs { get; init; }

    /// <summary>The bytes of those blobs.</summary>
    public long BlobBytes { get; init; }

    /// <summary>Blobs that no world refers to: they go with the next collection.</summary>
    public long UnusedBlobs { get; init; }

    /// <summary>What was found, in the order of finding.</summary>
    public IReadOnlyList<StoreFinding> Findings { get; init; } = [];

    /// <summary>Whether nothing is damaged.</summary>
    public bool IsSound => !Findings.Any(static finding => finding.IsDamage);
}
