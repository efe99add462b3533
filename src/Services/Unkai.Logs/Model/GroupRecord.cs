namespace Unkai.Logs.Model;

/// <summary>A log group.</summary>
internal sealed record GroupRecord
{
    /// <summary>Names its rows: a group of the same name made later is another one.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null: events stay for ever.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>One more with each change of the retention: the expiry job of an older one ends.</summary>
    public int RetentionGeneration { get; init; }

    public string Class { get; init; } = "STANDARD";

    public bool IsProtected { get; init; }

    public Dictionary<string, string> Tags { get; init; } = [];
}
