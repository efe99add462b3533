namespace Unkai.S3.Browsing;

/// <summary>What the rule that fits allows.</summary>
/// <param name="Origin">The origin, or <c>*</c> for a rule for all.</param>
/// <param name="Methods">The rule's methods.</param>
/// <param name="Headers">The announced headers.</param>
/// <param name="Exposed">The response headers that the page may read.</param>
/// <param name="MaxAgeSeconds">How long the browser may keep the answer, in seconds; null where the rule does not say.</param>
public sealed record CorsAnswer(string Origin, IReadOnlyList<string> Methods, IReadOnlyList<string> Headers, IReadOnlyList<string> Exposed, int? MaxAgeSeconds);
