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
}
