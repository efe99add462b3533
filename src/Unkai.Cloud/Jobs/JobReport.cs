namespace Unkai.Cloud.Jobs;

/// <summary>One run of a job.</summary>
/// <param name="Kind">What was to be done, such as <c>lambda.invoke-async</c>.</param>
/// <param name="Due">When it was due, in the world's time.</param>
/// <param name="RanAt">When it ran, in the world's time.</param>
/// <param name="Attempt">0 for the first run.</param>
/// <param name="Problem">Why it failed; null when it did not.</param>
public sealed record JobReport(string Kind, DateTimeOffset Due, DateTimeOffset RanAt, int Attempt, string? Problem);
