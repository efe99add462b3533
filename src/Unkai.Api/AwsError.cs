namespace Unkai.Api;

/// <summary>What a caller did wrong, or what the cloud could not do, as AWS would answer it. Returned, never thrown.</summary>
/// <param name="Code">The error's name on the wire (<c>NoSuchBucket</c>, <c>ResourceNotFoundException</c>).</param>
/// <param name="Status">The HTTP status, 400 to 599.</param>
/// <param name="Message">AWS's sentence for the caller.</param>
public sealed record AwsError(string Code, int Status, string Message)
{
    /// <summary>Further members of a modelled error (S3's <c>BucketName</c>, a cancelled transaction's reasons); null when there are none.</summary>
    public Shape? Detail { get; init; }

    /// <summary>Further elements of an unmodelled error (S3's <c>Resource</c>, <c>Key</c>), in the order they are written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Extra { get; init; } = [];

    /// <summary>Response headers that go with the error (<c>ETag</c>, <c>x-amz-delete-marker</c>).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether the caller is to blame: every status below 500.</summary>
    public bool IsSender => Status < 500;

    /// <summary>An operation that AWS has and this cloud has not: 501, naming both.</summary>
    public static AwsError NotImplemented(string service, string operation) =>
        new("NotImplemented", 501, $"Unkai does not implement {service} {operation}.");
}
