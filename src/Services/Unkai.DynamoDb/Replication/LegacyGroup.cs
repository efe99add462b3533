using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Recovery;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Replication;

/// <summary>
/// A global table of version 2017.11.29: empty tables of one name, key and indexes, made in several regions, that are joined. A table that leaves it stays.
/// </summary>
/// <remarks>Source: DynamoDB API reference, CreateGlobalTable and UpdateGlobalTable.</remarks>
internal static class LegacyGroup
{
    internal const string Version = "2017.11.29";

    private const string ViewType = "NEW_AND_OLD_IMAGES";

    internal static AwsError NotFound(string name) => new("GlobalTableNotFoundException", 400, $"Global table not found: Global table with name: '{name}' does not exist.");

    /// <summary>The caller's region's table of a global table.</summary>
    internal static async ValueTask<Outcome<TableRecord>> FindAsync(Snapshot snapshot, Call call, string name) =>
        await DynamoDbTables.Tables.GetAsync(snapshot, (call.Account.Value, call.Region, name)) is { GlobalSince: not null } table ? table : NotFound(name);

    /// <summary>The regions, the table's own first.</summary>
    internal static List<string> RegionsOf(TableRecord table) => [table.Region, .. table.Replicas.Select(replica => replica.Region)];

    internal static GlobalTableDescription Describe(string account, string name, DateTimeOffset since, IEnumerable<string> regions, string status) => new()
    {
        GlobalTableName = name,
        GlobalTableArn = $"arn:aws:dynamodb::{account}:global-table/{name}",
        GlobalTableStatus = status,
        CreationDateTime = since,
        ReplicationGroup = [.. regions.Select(region => new ReplicaDescription { RegionName = region })],
    };

    /// <summary>A table that may join: like the first, with a stream of both images, empty, and in no group.</summary>
    internal static async ValueTask<Outcome<TableRecord>> FindNewAsync(Snapshot snapshot, Call call, string name, string region, TableRecord? first)
    {
        if (await DynamoDbTables.Tables.GetAsync(snapshot, (call.Account.Value, region, name)) is not { } table)
        {
            return ContinuousBackups.TableNotFound(name);
        }

        if (table.GlobalSince is not null)
        {
            return new AwsError("GlobalTableAlreadyExistsException", 400, $"Global table already exists: Global table with name: '{name}' already exists.");
        }

        return Problem(table, first) is { } problem ? DynamoDbErrors.InvalidParameters($"Table {name} in region {region} cannot be a replica: {problem}")
            : await DynamoDbTables.Sizes.GetAsync(snapshot, (table.Id, DynamoDbTables.Count)) > 0 ? DynamoDbErrors.InvalidParameters($"Table {name} in region {region} cannot be a replica: it is not empty")
            : table;
    }

    /// <summary>Makes these tables one global table, each with the others as its replicas.</summary>
    internal static void Join(Transaction transaction, IReadOnlyList<TableRecord> members, DateTimeOffset since)
    {
        foreach (var member in members)
        {
            DynamoDbTables.Tables.Put(transaction, member.Row, member with
            {
                GlobalSince = since,
                Replicas = [.. members.Where(other => other.Region != member.Region).Select(other => new ReplicaRecord(other.Region))],
            });
        }
    }

    /// <summary>Makes a table one of its own again.</summary>
    internal static void Leave(Transaction transaction, TableRecord member)
    {
        DynamoDbTables.Stamps.DeleteRange(transaction, DynamoDbTables.Stamps.Under(member.Id).All);
        DynamoDbTables.Tables.Put(transaction, member.Row, member with { GlobalSince = null, Replicas = [] });
    }

    private static string? Problem(TableRecord table, TableRecord? first) =>
        table.Replicas.Count > 0 ? "it has replicas of version 2019.11.21"
        : table.Stream is not { ViewType: ViewType } ? $"it has no stream of {ViewType}"
        : first is null ? null
        : !table.Key.Parts.SequenceEqual(first.Key.Parts) ? "it has another key"
        : !IndexesOf(table).SequenceEqual(IndexesOf(first), StringComparer.Ordinal) ? "it has other indexes"
        : null;

    private static IEnumerable<string> IndexesOf(TableRecord table) => table.Indexes
        .Select(index => $"{index.IsGlobal} {index.Name} {string.Join(' ', index.Key.Parts.Select(part => $"{part.Name}:{part.Type}"))}")
        .Order(StringComparer.Ordinal);
}
