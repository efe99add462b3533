namespace Unkai.Wire.Routing;

/// <summary>How much of a request's destination is known.</summary>
public enum RouteOutcome
{
    /// <summary>The operation is known.</summary>
    Found,

    /// <summary>The service is known, and has no such operation.</summary>
    UnknownOperation,

    /// <summary>No service is known that the request could be for.</summary>
    UnknownService,

    /// <summary>The body, in which the operation's name stands, is larger than any form may be.</summary>
    TooLarge,

    /// <summary>The body, in which the operation's name stands, is not the gzip that it claims to be, or inflates to more than any form may be.</summary>
    Malformed,

    /// <summary>The path is not percent-encoded UTF-8.</summary>
    MalformedPath,
}
