namespace Unkai.Api.Contracts;

/// <summary>How a timestamp is written.</summary>
public enum TimestampFormat
{
    /// <summary>As the protocol writes it where the contract says nothing.</summary>
    Default,

    /// <summary>Seconds since 1970, with milliseconds as a fraction.</summary>
    UnixTimestamp,

    /// <summary>RFC 3339: <c>2026-07-14T09:30:00Z</c>.</summary>
    Iso8601,

    /// <summary>RFC 9110's fixed date: <c>Tue, 14 Jul 2026 09:30:00 GMT</c>.</summary>
    Rfc822,
}
