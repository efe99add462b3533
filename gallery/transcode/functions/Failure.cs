namespace Transcode;

/// <summary>Why a film did not come out, as it stands in <c>failed/</c>.</summary>
/// <param name="Film">The film's name.</param>
/// <param name="Step">The function that gave up.</param>
/// <param name="Reason">In words.</param>
public sealed record Failure(string Film, string Step, string Reason);
