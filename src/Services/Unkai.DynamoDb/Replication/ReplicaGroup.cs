using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Streams;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Replication;

/// <summary>The tables of one name in several regions that are one global table (version 2019.11.21). Each knows the regions of the others.</summary>
internal static class ReplicaGroup
{
    private const string ViewType = "NEW_AND_OLD_IMAGES";

    /// <summary>A table after the one replica update that a request may have.</summary>
    internal static async ValueTask<Outcome<TableRecord>> ApplyAsync(Transaction transaction, Call call, TableRecord table, List<ReplicationGroupUpdate> updates)
    {
        if (table.GlobalSince is not null)
        {
            return DynamoDbErrors.NotImplemented($"replica updates of global tables of version {LegacyGroup.Version}");
        }

        if (updates is not [var update])
        {
            return DynamoDbErrors.Validation("One or more parameter values were invalid: Only one replica update is allowed in a request");
        }

        return update switch
        {
            { Create: { } create, Update: null, Delete: null } => await AddAsync(transaction, call, table, create),
            { Create: null, Update: null, Delete: { } delete } => await RemoveAsync(transaction, call, table, delete.RegionName!),
            { Create: null, Update: { } own, Delete: null } => await ChangeAsync(transaction, call, table, own.RegionName!, ReplicaSettings.Of(own)),
            _ => DynamoDbErrors.InvalidParameters("One of Create, Update and Delete must be specified in ReplicaUpdates"),
        };
    }

    /// <summary>A new replica is filled: it can be used.</summary>
    internal static async ValueTask ActivateAsync(Transaction transaction, TableReference source, string region)
    {
        if (await TableLookup.FindAsync(transaction, source) is not { } table)
        {
            return;
        }

        await foreach (var other in OthersAsync(transaction, table))
        {
            DynamoDbTables.Tables.Put(transaction, other.Row, other.Region == region ? other with { ActiveAt = null, Pending = null } : Activate(other, region));
        }

        DynamoDbTables.Tables.Put(transaction, table.Row, Activate(table, region));
    }

    /// <summary>Makes the other regions forget a table that is deleted.</summary>
    internal static async ValueTask LeaveAsync(Transaction transaction, TableRecord table)
    {
        await foreach (var other in OthersAsync(transaction, table))
        {
            DynamoDbTables.Tables.Put(transaction, other.Row, Without(other, table.Region));
        }
    }

    private static async ValueTask<Outcome<TableRecord>> AddAsync(Transaction transaction, Call call, TableRecord table, CreateReplicationGroupMemberAction asked)
    {
        var region = asked.RegionName!;
        var settings = ReplicaSettings.Of(asked);
        if (settings.Check(table) is { } problem)
        {
            return problem;
        }

        if (region == table.Region || table.Replicas.Any(replica => replica.Region == region))
        {
            return DynamoDbErrors.Validation($"One or more parameter values were invalid: Replica with region {region} already exists in the global table");
        }

        if (table.Stream is { } stream && stream.ViewType != ViewType)
        {
            return DynamoDbErrors.Validation($"One or more parameter values were invalid: Table must have a stream with view type {ViewType} to have replicas");
        }

        if (await DynamoDbTables.Tables.ContainsAsync(transaction, (table.Account, region, table.Name)))
        {
            return DynamoDbErrors.Validation(
                $"Failed to create a the new replica of table with name: '{table.Name}' because one or more replicas already existed as tables.");
        }

        if (table.Stream is null)
        {
            table = await StreamLifecycle.OpenAsync(transaction, call, table, ViewType);
        }

        var now = call.Clock.GetUtcNow();
        var replica = settings.Apply(new ReplicaRecord(region) { IsCreating = true });
        var draft = settings.Apply(table, now) with
        {
            Id = IndexRules.NewId(call),
            TableId = call.Random.NextGuid().ToString(),
            Region = region,
            CreatedAt = now,
            Stream = null,
            TableClassChangedAt = null,
            Tags = new Dictionary<string, string>(),
            Policy = null,
            PolicyRevision = null,
            TimeToLive = table.TimeToLive is { } timeToLive ? timeToLive with { Id = IndexRules.NewId(call) } : null,
            Recovery = null,
            Restore = null,
            Insights = null,
            IsProtected = false,
            ActiveAt = DateTimeOffset.MaxValue,
            Pending = "CREATING",
            Replicas = [.. table.Replicas, new ReplicaRecord(table.Region)],
        };
        draft = draft with { Indexes = [.. draft.Indexes.Select(index => index with { Id = IndexRules.NewId(call) })] };
        await foreach (var other in OthersAsync(transaction, table))
        {
            DynamoDbTables.Tables.Put(transaction, other.Row, other with { Replicas = [.. other.Replicas, replica] });
        }

        var created = await TableCreation.CreateAsync(transaction, call, draft, new StreamSpecification { StreamEnabled = true, StreamViewType = ViewType });
        if (created.IsError)
        {
            return created.Error;
        }

        transaction.Enqueue(FillReplica.JobOf(new ReplicaOrder(table.Reference, region, null, null), now));
        return table with { Replicas = [.. table.Replicas, replica] };
    }

    /// <summary>Gives a replica settings of its own; the table that is asked may be that replica itself.</summary>
    private static async ValueTask<Outcome<TableRecord>> ChangeAsync(Transaction transaction, Call call, TableRecord table, string region, ReplicaSettings settings)
    {
        var isOwn = region == table.Region && table.Replicas.Count > 0;
        if (!isOwn && table.Replicas.All(replica => replica.Region != region))
        {
            return NoSuchReplica(region);
        }

        if (settings.IsEmpty)
        {
            return DynamoDbErrors.InvalidParameters($"No setting of the replica in region {region} is to be updated");
        }

        if (settings.Check(table) is { } problem)
        {
            return problem;
        }

        var now = call.Clock.GetUtcNow();
        await foreach (var other in OthersAsync(transaction, table))
        {
            DynamoDbTables.Tables.Put(transaction, other.Row, other.Region == region ? settings.Apply(other, now) : With(other, region, settings));
        }

        return isOwn ? settings.Apply(table, now) : With(table, region, settings);
    }

    private static async ValueTask<Outcome<TableRecord>> RemoveAsync(Transaction transaction, Call call, TableRecord table, string region)
    {
        if (table.Replicas.All(replica => replica.Region != region))
        {
            return NoSuchReplica(region);
        }

        await foreach (var other in OthersAsync(transaction, table))
        {
            if (other.Region == region)
            {
                await TableDeletion.DeleteAsync(transaction, call, other);
            }
            else
            {
                DynamoDbTables.Tables.Put(transaction, other.Row, Without(other, region));
            }
        }

        return Without(table, region);
    }

    /// <summary>The tables of the other regions.</summary>
    internal static async IAsyncEnumerable<TableRecord> OthersAsync(Snapshot snapshot, TableRecord table)
    {
        foreach (var replica in table.Replicas)
        {
            if (await DynamoDbTables.Tables.GetAsync(snapshot, (table.Account, replica.Region, table.Name)) is { } other)
            {
                yield return other;
            }
        }
    }

    private static AwsError NoSuchReplica(string region) => DynamoDbErrors.InvalidParameters($"Replica with region {region} does not exist in the global table");

    private static TableRecord With(TableRecord table, string region, ReplicaSettings settings) =>
        table with { Replicas = [.. table.Replicas.Select(replica => replica.Region == region ? settings.Apply(replica) : replica)] };

    private static TableRecord Activate(TableRecord table, string region) =>
        table with { Replicas = [.. table.Replicas.Select(replica => replica.Region == region ? replica with { IsCreating = false } : replica)] };

    private static TableRecord Without(TableRecord table, string region) => table with { Replicas = [.. table.Replicas.Where(replica => replica.Region != region)] };
}
