using System.Text.Json.Serialization;

namespace Transcode;

/// <summary>One object that came.</summary>
public sealed class S3EventRecord
{
    /// <summary>Where and what.</summary>
    public required S3Entity S3 { get; init; }
}

/// <summary>The <c>s3</c> part of a record.</summary>
public sealed class S3Entity
{
    /// <summary>The bucket.</summary>
    public required S3Bucket Bucket { get; init; }

    /// <summary>The object.</summary>
    [JsonPropertyName("object")]
    public required S3Object Item { get; init; }
}

/// <summary>The bucket of a record.</summary>
public sealed class S3Bucket
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }
}

/// <summary>The object of a record.</summary>
public sealed class S3Object
{
    /// <summary>Its key, form-encoded.</summary>
    public required string Key { get; init; }

    /// <summary>Orders the changes of one key.</summary>
    public string Sequencer { get; init; } = "0";
}
