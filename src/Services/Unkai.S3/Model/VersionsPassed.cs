namespace Unkai.S3.Model;

/// <summary>How far a run of a lifecycle has come within a key that has more versions than one run looks at.</summary>
/// <param name="Key">The key.</param>
/// <param name="Age">The age of the last version that was looked at.</param>
/// <param name="Count">How many older versions were looked at.</param>
/// <param name="Since">When the next one ceased to be current.</param>
internal sealed record VersionsPassed(string Key, ulong Age, int Count, DateTimeOffset Since);
