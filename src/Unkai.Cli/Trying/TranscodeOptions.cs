namespace Unkai.Cli.Trying;

/// <summary>What <c>unkai try transcode</c> was asked for.</summary>
internal sealed record TranscodeOptions
{
    /// <summary>The film; null makes one.</summary>
    public FileInfo? File { get; init; }

    public double? SegmentSeconds { get; init; }

    public bool Keep { get; init; }

    public bool AssumeYes { get; init; }

    public string? CrashPiece { get; init; }

    public bool AsJson { get; init; }

    /// <summary>A running cloud; null starts a private one.</summary>
    public Uri? Endpoint { get; init; }
}
