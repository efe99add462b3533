namespace Unkai.Compute;

/// <summary>One whole request of a runtime.</summary>
internal sealed class RuntimeApiRequest
{
    public required RuntimeApiRoute Route { get; init; }

    /// <summary>The request id in the path; empty for the other routes.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>Method and path, for the answer to an unknown one.</summary>
    public string Target { get; init; } = "";

    public byte[] Body { get; set; } = [];

    /// <summary>The body's length, also when it was too long to be kept.</summary>
    public long BodyBytes { get; set; }

    public bool BodyTooLong { get; set; }

    public string? ContentType { get; set; }

    /// <summary><c>Lambda-Runtime-Function-Error-Type</c>, in the head or in the trailers.</summary>
    public string? ErrorType { get; set; }

    public bool ExpectsContinue { get; set; }

    public bool Close { get; set; }
}
