using Unkai.Api.Contracts;
using Unkai.Wire.Protocols.Query;

namespace Unkai.Wire.Routing;

/// <summary>Where a request goes.</summary>
public sealed class RouteResult
{
    /// <summary>How much is known; the other members are set as far as it goes.</summary>
    public required RouteOutcome Outcome { get; init; }

    /// <summary>The service; null when it is unknown.</summary>
    public ServiceContract? Service { get; init; }

    /// <summary>The operation; null when it is unknown.</summary>
    public OperationContract? Operation { get; init; }

    /// <summary>The protocol that the request speaks, and so the one that its errors are to speak.</summary>
    public ProtocolKind Protocol { get; init; }

    /// <summary>The service or operation that the request names, for an error's text; empty when it names none.</summary>
    public string Asked { get; init; } = "";

    /// <summary>The path's labels.</summary>
    public RouteLabels Labels { get; init; }

    /// <summary>The parameters of the query string.</summary>
    public QueryParameters Query { get; init; } = QueryParameters.None;

    /// <summary>The parameters of query string and form together, where the protocol is a Query one; null otherwise.</summary>
    public QueryParameters? Form { get; init; }

    /// <summary>Whether S3's bucket came in the host name.</summary>
    public bool IsVirtualHosted { get; init; }
}
