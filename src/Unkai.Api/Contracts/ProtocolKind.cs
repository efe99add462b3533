namespace Unkai.Api.Contracts;

/// <summary>AWS's protocols.</summary>
public enum ProtocolKind
{
    /// <summary>awsJson 1.0 and 1.1; which one is the contract's <see cref="ServiceContract.JsonVersion"/>, and the request's content type.</summary>
    Json,

    /// <summary>awsQuery.</summary>
    Query,

    /// <summary>ec2Query.</summary>
    Ec2,

    /// <summary>restJson1.</summary>
    RestJson,

    /// <summary>restXml.</summary>
    RestXml,

    /// <summary>Smithy RPC v2 CBOR.</summary>
    Cbor,
}
