using Unkai.Api;

namespace Unkai.S3.AccessLogs;

/// <summary>One request as a bucket's access log has it.</summary>
public sealed record AccessLogEntry
{
    /// <summary>The bucket that was asked.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key as the path had it, encoded; null for the bucket itself.</summary>
    public string? Key { get; init; }

    /// <summary>The API's name of the operation; <c>OPTIONS</c> for a preflight, <c>POST</c> for a form, <c>WEBSITE</c> for a website's page.</summary>
    public required string Operation { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query as they were sent.</summary>
    public required string Target { get; init; }

    /// <summary>HTTP's version as <c>HTTP/1.1</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The answer's status.</summary>
    public required int Status { get; init; }

    /// <summary>The error's code, or null.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>How many bytes the answer has; null for none.</summary>
    public long? BytesSent { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required long Milliseconds { get; init; }

    /// <summary>The client's address, or null.</summary>
    public string? RemoteIp { get; init; }

    /// <summary>Who called, as far as it is known; null where the signature did not say.</summary>
    public Principal? Caller { get; init; }

    /// <summary>The request's id.</summary>
    public required string RequestId { get; init; }

    /// <summary>The Referer header, or null.</summary>
    public string? Referer { get; init; }

    /// <summary>The User-Agent header, or null.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The Host header.</summary>
    public required string Host { get; init; }

    /// <summary><c>SigV4</c>, <c>SigV2</c> or null.</summary>
    public string? SignatureVersion { get; init; }

    /// <summary><c>AuthHeader</c>, <c>QueryString</c> or null.</summary>
    public string? AuthType { get; init; }

    /// <summary>The access point's ARN that the request came through, or null.</summary>
    public string? AccessPoint { get; init; }

    /// <summary>The version that was asked for, or null.</summary>
    public string? VersionId { get; init; }
}
