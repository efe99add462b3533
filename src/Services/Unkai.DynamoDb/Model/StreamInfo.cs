using System.Text.Json.Serialization;

namespace Unkai.DynamoDb.Model;

/// <summary>A stream of a table's changes. It outlives its switching off, and its table, by a day.</summary>
internal sealed record StreamInfo
{
    public required long Id { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    public required string Table { get; init; }

    public required string Label { get; init; }

    public required string ViewType { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required KeyOf Key { get; init; }

    /// <summary>When it was switched off; null while it is written to.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public string? Policy { get; init; }

    public string? PolicyRevision { get; init; }

    [JsonIgnore]
    internal string Arn => ArnOf(Account, Region, Table, Label);

    internal static string ArnOf(string account, string region, string table, string label) =>
        $"arn:aws:dynamodb:{region}:{account}:table/{table}/stream/{label}";
}
