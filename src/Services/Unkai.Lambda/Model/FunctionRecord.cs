namespace Unkai.Lambda.Model;

/// <summary>What all versions of a function share.</summary>
internal sealed record FunctionRecord
{
    /// <summary>The number of the version published last; 0 before the first. Numbers are never given twice.</summary>
    public int VersionLast { get; init; }

    public int? ReservedConcurrency { get; init; }

    public Dictionary<string, string> Tags { get; init; } = [];

    /// <summary>Resource policies by qualifier; the unqualified function's is under the empty text.</summary>
    public Dictionary<string, PolicyRecord> Policies { get; init; } = [];

    /// <summary>How event invocations are retried, by qualifier; the unqualified function's is under <c>$LATEST</c>.</summary>
    public Dictionary<string, EventInvokeRecord> EventInvokes { get; init; } = [];
}
