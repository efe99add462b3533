using System.Collections.Immutable;

namespace Unkai.Api.Contracts;

/// <summary>One operation of a service.</summary>
public sealed class OperationContract
{
    internal OperationContract(ServiceContract service, string name, int index)
    {
        Service = service;
        Name = name;
        Index = index;
    }

    /// <summary>The service.</summary>
    public ServiceContract Service { get; }

    /// <summary>AWS's name: <c>SendMessage</c>.</summary>
    public string Name { get; }

    /// <summary>The operation's place in <see cref="ServiceContract.Operations"/>.</summary>
    public int Index { get; }

    /// <summary>The request; empty where the model has none.</summary>
    public StructureContract Input { get; internal set; } = null!;

    /// <summary>The response; empty where the model has none.</summary>
    public StructureContract Output { get; internal set; } = null!;

    /// <summary>The errors that the model lists.</summary>
    public ImmutableArray<StructureContract> Errors { get; internal set; } = [];

    /// <summary>The HTTP method.</summary>
    public string HttpMethod { get; internal set; } = "POST";

    /// <summary>The path with its labels, and the literal query parameters: <c>/{Bucket}/{Key+}?uploads</c>.</summary>
    public string RequestUri { get; internal set; } = "/";

    /// <summary>The status of a success.</summary>
    public int ResponseCode { get; internal set; } = 200;

    /// <summary>The element around the response in the Query protocol; null when there is none.</summary>
    public string? ResultWrapper { get; internal set; }

    /// <summary>The name of the request's root element in XML where the operation says it; null when it does not.</summary>
    public string? InputXmlName { get; internal set; }

    /// <summary>The XML namespace of the request's root element where the operation says it; null when it does not.</summary>
    public string? InputXmlNamespace { get; internal set; }

    /// <summary>How its requests are signed.</summary>
    public AuthType AuthType { get; internal set; }

    /// <summary>Whether the model says that it changes nothing.</summary>
    public bool IsReadOnly { get; internal set; }

    /// <summary>Whether the model says that it may be repeated.</summary>
    public bool IsIdempotent { get; internal set; }

    /// <summary>Whether AWS has given it up.</summary>
    public bool IsDeprecated { get; internal set; }

    /// <summary>Labels before the host name (<c>{RequestRoute}.</c>, <c>sync-</c>); null when there are none.</summary>
    public string? EndpointHostPrefix { get; internal set; }

    /// <summary>Whether a request must carry a checksum (Content-MD5 or a flexible one).</summary>
    public bool RequestChecksumRequired { get; internal set; }

    /// <summary>Whether the service refuses a request without a digest of its body. The model marks more operations (<see cref="RequestChecksumRequired"/>) than S3 refuses.</summary>
    public bool RequiresDigest { get; internal set; }

    /// <summary>A header that the service refuses on this operation, though it takes it on others; null when there is none.</summary>
    public string? RefusedHeader { get; internal set; }

    /// <summary>The member of the request that names its checksum's algorithm; null when there is none.</summary>
    public MemberContract? RequestChecksumAlgorithm { get; internal set; }

    /// <summary>The member of the request that asks for checksums in the response; null when there is none.</summary>
    public MemberContract? RequestValidationMode { get; internal set; }

    /// <summary>The algorithms that a response may carry a checksum of.</summary>
    public ImmutableArray<string> ResponseChecksumAlgorithms { get; internal set; } = [];

    /// <summary>Whether requests may come gzip-encoded.</summary>
    public bool AcceptsGzip { get; internal set; }

    /// <summary>The streaming or whole member that is the request's body, if any.</summary>
    public MemberContract? InputPayload => Input.Payload;

    /// <summary>The streaming or whole member that is the response's body, if any.</summary>
    public MemberContract? OutputPayload => Output.Payload;

    /// <inheritdoc />
    public override string ToString() => $"{Service.Name}:{Name}";
}
