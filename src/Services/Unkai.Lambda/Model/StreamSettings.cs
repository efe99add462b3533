namespace Unkai.Lambda.Model;

/// <summary>How a mapping reads a stream, and what it does with a batch that fails.</summary>
internal sealed record StreamSettings
{
    /// <summary>TRIM_HORIZON or LATEST.</summary>
    public required string StartingPosition { get; init; }

    /// <summary>The end of the stream as it was when the mapping was made, for LATEST.</summary>
    public string? StartingShard { get; init; }

    /// <summary>An iterator at that end; it lasts 15 minutes.</summary>
    public string? StartingIterator { get; init; }

    /// <summary>Whether a batch that fails is cut in two.</summary>
    public bool Bisects { get; init; }

    /// <summary>How often a batch is tried again; -1: until its records are too old.</summary>
    public int RetriesMax { get; init; } = -1;

    /// <summary>In seconds, -1: as long as the stream keeps records.</summary>
    public int RecordAgeSecondsMax { get; init; } = -1;

    /// <summary>The queue that is told of batches that are given up; null: nobody.</summary>
    public string? OnFailure { get; init; }
}
