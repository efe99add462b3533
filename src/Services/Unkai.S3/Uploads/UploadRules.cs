using Unkai.Api;

namespace Unkai.S3.Uploads;

/// <summary>The limits of multipart uploads.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Amazon S3 multipart upload limits".</remarks>
internal static class UploadRules
{
    internal const int PartNumberMax = 10_000;

    /// <summary>Every part but the last, in bytes: 5 MiB.</summary>
    internal const long PartBytesMin = 5 * 1024 * 1024;

    /// <summary>What an upload's address takes without a part's number: abort, complete and list.</summary>
    internal static AwsError PartWithoutNumber { get; } = new("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
    {
        Extra = [new("Method", "PUT"), new("ResourceType", "UPLOAD")],
        Headers = [new("Allow", "DELETE, POST, GET")],
    };
}
