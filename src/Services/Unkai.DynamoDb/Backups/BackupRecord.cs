using System.Text.Json.Serialization;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Backups;

/// <summary>A backup: the table as it was described, and where its items are.</summary>
internal sealed record BackupRecord
{
    /// <summary>Under which its items lie.</summary>
    public required long Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The last part of its ARN: 14 digits of milliseconds, a hyphen, 8 hexadecimal digits. Sorts by time.</summary>
    public required string Label { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required TableRecord Table { get; init; }

    public required long ItemCount { get; init; }

    public required long SizeBytes { get; init; }

    [JsonIgnore]
    internal string Arn => $"{Table.Arn}/backup/{Label}";

    [JsonIgnore]
    internal (string, string, string) Row => (Table.Account, Table.Region, Label);
}
