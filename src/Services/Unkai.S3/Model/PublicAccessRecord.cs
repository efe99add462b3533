namespace Unkai.S3.Model;

/// <summary>What a bucket keeps from the public, whatever its policy and lists say.</summary>
internal sealed record PublicAccessRecord
{
    /// <summary>What new buckets have. Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage".</summary>
    public static PublicAccessRecord All { get; } = new() { BlockPublicAcls = true, IgnorePublicAcls = true, BlockPublicPolicy = true, RestrictPublicBuckets = true };

    public bool BlockPublicAcls { get; init; }

    public bool IgnorePublicAcls { get; init; }

    public bool BlockPublicPolicy { get; init; }

    public bool RestrictPublicBuckets { get; init; }
}
