using System.Text.Json.Serialization;

namespace Unkai.DynamoDb.Model;

/// <summary>A table: its key, its indexes and its settings. What changes with every item stands elsewhere.</summary>
internal sealed record TableRecord
{
    /// <summary>Its own: rows of a deleted table can never come back.</summary>
    public required long Id { get; init; }

    /// <summary>The id that AWS shows, a UUID.</summary>
    public required string TableId { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required KeyOf Key { get; init; }

    /// <summary>AttributeDefinitions: the attributes of all keys.</summary>
    public required IReadOnlyList<KeyPart> Attributes { get; init; }

    public IReadOnlyList<IndexRecord> Indexes { get; init; } = [];

    /// <summary>Null: on demand.</summary>
    public ThroughputRecord? Throughput { get; init; }

    public DateTimeOffset? OnDemandSince { get; init; }

    /// <summary>Whether a billing mode was ever named: AWS shows a summary only then.</summary>
    public bool ShowsBillingMode { get; init; }

    public LimitsRecord? OnDemand { get; init; }

    public LimitsRecord? Warm { get; init; }

    /// <summary>When it becomes ACTIVE; null: it is.</summary>
    public DateTimeOffset? ActiveAt { get; init; }

    /// <summary>CREATING or UPDATING, while <see cref="ActiveAt"/> has not come.</summary>
    public string? Pending { get; init; }

    /// <summary>Null: none is written to.</summary>
    public StreamReference? Stream { get; init; }

    /// <summary>The label of the newest stream, whether it is written to or not.</summary>
    public string? LatestStreamLabel { get; init; }

    public EncryptionRecord? Encryption { get; init; }

    public string? TableClass { get; init; }

    public DateTimeOffset? TableClassChangedAt { get; init; }

    public bool IsProtected { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public string? Policy { get; init; }

    public string? PolicyRevision { get; init; }

    public TimeToLiveRecord? TimeToLive { get; init; }

    /// <summary>When time to live was last switched on or off.</summary>
    public DateTimeOffset? TimeToLiveChangedAt { get; init; }

    public RecoveryRecord? Recovery { get; init; }

    public RestoreRecord? Restore { get; init; }

    public InsightsRecord? Insights { get; init; }

    /// <summary>When its global table was made, if that is of version 2017.11.29; null: it is none of that version.</summary>
    public DateTimeOffset? GlobalSince { get; init; }

    /// <summary>The other regions of a global table.</summary>
    public IReadOnlyList<ReplicaRecord> Replicas { get; init; } = [];

    [JsonIgnore]
    internal string Arn => $"arn:aws:dynamodb:{Region}:{Account}:table/{Name}";

    [JsonIgnore]
    internal (string, string, string) Row => (Account, Region, Name);

    [JsonIgnore]
    internal TableReference Reference => new(Account, Region, Name, Id);

    [JsonIgnore]
    internal IEnumerable<IndexRecord> LocalIndexes => Indexes.Where(index => !index.IsGlobal);

    [JsonIgnore]
    internal IEnumerable<IndexRecord> GlobalIndexes => Indexes.Where(index => index.IsGlobal);

    internal IndexRecord? FindIndex(string name)
    {
        foreach (var index in Indexes)
        {
            if (index.Name == name)
            {
                return index;
            }
        }

        return null;
    }

    internal string StatusAt(DateTimeOffset now) =>
        ActiveAt > now ? Pending ?? "UPDATING"
        : Indexes.Any(index => index.StatusAt(now) != "ACTIVE") ? "UPDATING"
        : "ACTIVE";

    /// <summary>Whether items can be read and written: always, once it was made.</summary>
    internal bool IsReadyAt(DateTimeOffset now) => !(ActiveAt > now) || Pending == "UPDATING";
}
