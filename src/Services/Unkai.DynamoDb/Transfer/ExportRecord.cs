using System.Text.Json.Serialization;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Transfer;

/// <summary>An export of a table to S3.</summary>
internal sealed record ExportRecord
{
    public required string Label { get; init; }

    public required TableReference Table { get; init; }

    public required string TableId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The moment as of which the table is exported.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The beginning of an incremental export's span, whose end is <see cref="At"/>; null: the export is full.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>NEW_IMAGE or NEW_AND_OLD_IMAGES of an incremental export.</summary>
    public string? View { get; init; }

    /// <summary>ION; null: DYNAMODB_JSON.</summary>
    public string? Format { get; init; }

    public required string ClientToken { get; init; }

    public required string Bucket { get; init; }

    public string? BucketOwner { get; init; }

    public string? Prefix { get; init; }

    public string? SseAlgorithm { get; init; }

    public string? SseKmsKeyId { get; init; }

    public required CallerRecord Caller { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Manifest { get; init; }

    public long ItemCount { get; init; }

    public long Bytes { get; init; }

    public string? FailureCode { get; init; }

    public string? FailureMessage { get; init; }

    [JsonIgnore]
    internal string TableArn => $"arn:aws:dynamodb:{Table.Region}:{Table.Account}:table/{Table.Name}";

    [JsonIgnore]
    internal string Arn => $"{TableArn}/export/{Label}";

    [JsonIgnore]
    internal (string, string, string) Row => (Table.Account, Table.Region, Label);

    [JsonIgnore]
    internal string Type => From is null ? "FULL_EXPORT" : "INCREMENTAL_EXPORT";

    [JsonIgnore]
    internal string Status => EndedAt is null ? "IN_PROGRESS" : FailureCode is null ? "COMPLETED" : "FAILED";
}
