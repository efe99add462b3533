namespace Unkai.Storage;

/// <summary>Something to do later, or elsewhere, written in the same transaction as its cause.</summary>
/// <param name="Kind">What to do: the name under which a service registered it (<c>sns.deliver</c>).</param>
/// <param name="Due">When, on the world's clock.</param>
/// <param name="Payload">What the kind needs, in its own form.</param>
/// <param name="Attempt">0 on the first run, one more each time it is put off.</param>
/// <param name="Cause">The id of the call that caused it, for lineage; null when there is none.</param>
public sealed record Job(string Kind, DateTimeOffset Due, ReadOnlyMemory<byte> Payload, int Attempt = 0, string? Cause = null)
{
    /// <summary>Who holds it; null when nobody does. A holder that is not alive holds nothing.</summary>
    public string? Holder { get; init; }
}
