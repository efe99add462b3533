namespace Unkai.S3;

/// <summary>Times as S3 shows them: in whole seconds, in XML as in headers. What it keeps is finer, to put versions in order.</summary>
/// <remarks>Source: Amazon S3 API reference, ListObjectsV2, examples (<c>2009-10-12T17:50:30.000Z</c>).</remarks>
internal static class ShownTime
{
    internal static DateTimeOffset Of(DateTimeOffset kept) => new(kept.UtcTicks - (kept.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
