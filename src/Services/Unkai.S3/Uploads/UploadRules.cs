namespace Unkai.S3.Uploads;

/// <summary>The limits of multipart uploads.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Amazon S3 multipart upload limits".</remarks>
internal static class UploadRules
{
    internal const int PartNumberMax = 10_000;

    /// <summary>Every part but the last, in bytes: 5 MiB.</summary>
    internal const long PartBytesMin = 5 * 1024 * 1024;
}
