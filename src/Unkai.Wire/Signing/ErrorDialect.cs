namespace Unkai.Wire.Signing;

/// <summary>Whose codes an authentication error speaks.</summary>
public enum ErrorDialect
{
    /// <summary>The common errors of the Query services (IAM, STS, EC2).</summary>
    Query,

    /// <summary>The JSON and CBOR protocols: <c>…Exception</c> with status 400.</summary>
    Json,

    /// <summary>REST with JSON (Lambda, API Gateway): <c>…Exception</c> with status 403.</summary>
    RestJson,

    /// <summary>S3's own.</summary>
    S3,
}
