namespace Unkai.Lambda.Model;

/// <summary>Code and configuration of one version; <c>$LATEST</c>'s is the one that changes.</summary>
internal sealed record VersionRecord
{
    /// <summary>0: <c>$LATEST</c>.</summary>
    public int Number { get; init; }

    public required string Runtime { get; init; }

    public required string Handler { get; init; }

    public required string Role { get; init; }

    public string Description { get; init; } = "";

    public int TimeoutSeconds { get; init; } = 3;

    public int MemoryMegabytes { get; init; } = 128;

    public int StorageMegabytes { get; init; } = 512;

    public Dictionary<string, string>? Variables { get; init; }

    public string? KmsKeyArn { get; init; }

    /// <summary>The dead-letter queue's ARN, or null.</summary>
    public string? DeadLetterTarget { get; init; }

    public string Tracing { get; init; } = "PassThrough";

    public string Architecture { get; init; } = "x86_64";

    public required string LogGroup { get; init; }

    public required string RevisionId { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    /// <summary>In base64.</summary>
    public required string CodeSha256 { get; init; }

    public required long CodeSizeBytes { get; init; }
}
