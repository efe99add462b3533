using System.Globalization;

namespace Unkai.S3.Lifecycle;

/// <summary>When a rule's days have passed: the days are added, then the next midnight UTC counts.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Lifecycle configuration elements", "How Amazon S3 calculates how long an object has been …".</remarks>
internal static class LifecycleDays
{
    internal static DateTimeOffset DueAfter(DateTimeOffset since, int days)
    {
        var due = since.ToUniversalTime().AddDays(days);
        var midnight = new DateTimeOffset(due.Date, TimeSpan.Zero);
        return due == midnight ? midnight : midnight.AddDays(1);
    }

    /// <summary>The first midnight UTC after a time.</summary>
    internal static DateTimeOffset NextMidnight(DateTimeOffset now) => new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1);

    /// <summary>The x-amz-expiration header's value.</summary>
    internal static string Header(DateTimeOffset due, string ruleId) =>
        string.Create(CultureInfo.InvariantCulture, $"expiry-date=\"{due.UtcDateTime:R}\", rule-id=\"{Uri.EscapeDataString(ruleId)}\"");
}
