using System.Text.Json.Serialization;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Transfer;

/// <summary>An import of a table from S3.</summary>
internal sealed record ImportRecord
{
    public required string Label { get; init; }

    public required TableReference Table { get; init; }

    public required string TableId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string ClientToken { get; init; }

    public required string Bucket { get; init; }

    public string? BucketOwner { get; init; }

    public string? Prefix { get; init; }

    /// <summary>DYNAMODB_JSON or CSV.</summary>
    public required string Format { get; init; }

    /// <summary>NONE or GZIP.</summary>
    public required string Compression { get; init; }

    public string? Delimiter { get; init; }

    public IReadOnlyList<string>? Header { get; init; }

    public required CallerRecord Caller { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public long Bytes { get; init; }

    public long Processed { get; init; }

    public long Imported { get; init; }

    public long Errors { get; init; }

    public string? FailureCode { get; init; }

    public string? FailureMessage { get; init; }

    [JsonIgnore]
    internal string TableArn => $"arn:aws:dynamodb:{Table.Region}:{Table.Account}:table/{Table.Name}";

    [JsonIgnore]
    internal string Arn => $"{TableArn}/import/{Label}";

    [JsonIgnore]
    internal (string, string, string) Row => (Table.Account, Table.Region, Label);

    [JsonIgnore]
    internal string Status => EndedAt is null ? "IN_PROGRESS" : FailureCode is null ? "COMPLETED" : "FAILED";
}
