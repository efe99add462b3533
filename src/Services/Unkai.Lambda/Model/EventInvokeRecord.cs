namespace Unkai.Lambda.Model;

/// <summary>How event invocations of a function, version or alias are retried and where their outcome goes.</summary>
internal sealed record EventInvokeRecord
{
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>0 to 2; null: 2.</summary>
    public int? RetriesMax { get; init; }

    /// <summary>60 to 21,600 seconds; null: 21,600.</summary>
    public int? AgeSecondsMax { get; init; }

    public string? OnSuccess { get; init; }

    public string? OnFailure { get; init; }
}
