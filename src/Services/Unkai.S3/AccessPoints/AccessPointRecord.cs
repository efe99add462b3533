using System.Text.Json.Serialization;
using Unkai.S3.Model;

namespace Unkai.S3.AccessPoints;

/// <summary>An access point as it is stored.</summary>
internal sealed record AccessPointRecord
{
    public required string Region { get; init; }

    public required string Account { get; init; }

    public required string Name { get; init; }

    public required string Alias { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string Bucket { get; init; }

    /// <summary>The account that owned the bucket when the access point was made.</summary>
    public required string BucketOwner { get; init; }

    /// <summary>The network that requests must come from; null for everywhere.</summary>
    public string? VpcId { get; init; }

    /// <summary>What it keeps from the public; set once, when it is made.</summary>
    public required PublicAccessRecord PublicAccess { get; init; }

    /// <summary>The policy's JSON, or null.</summary>
    public string? Policy { get; init; }

    public Dictionary<string, string> Tags { get; init; } = [];

    [JsonIgnore]
    public AccessPointId Id => new(Region, Account, Name);

    [JsonIgnore]
    public string NetworkOrigin => VpcId is null ? "Internet" : "VPC";
}
