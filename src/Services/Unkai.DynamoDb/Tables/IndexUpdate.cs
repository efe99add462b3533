using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.Storage;

namespace Unkai.DynamoDb.Tables;

/// <summary>A table's global indexes after an UpdateTable: one may be made or removed at a time, several may get another throughput.</summary>
internal static class IndexUpdate
{
    internal static Outcome<TableRecord> Apply(Transaction transaction, Call call, TableRecord table, UpdateTableInput request)
    {
        var updates = request.GlobalSecondaryIndexUpdates ?? [];
        foreach (var update in updates)
        {
            if (new object?[] { update.Create, update.Delete, update.Update }.Count(action => action is not null) != 1)
            {
                return DynamoDbErrors.InvalidParameters("One of GlobalSecondaryIndexUpdate, GlobalSecondaryIndexCreate or GlobalSecondaryIndexDelete must be specified");
            }
        }

        var names = updates.Select(update => update.Create?.IndexName ?? update.Delete?.IndexName ?? update.Update!.IndexName).ToList();
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            return DynamoDbErrors.InvalidParameters($"Only one global secondary index update per index is allowed simultaneously. Index: {twice.Key}");
        }

        if (updates.Count(update => update.Update is null) > 1)
        {
            return DynamoDbErrors.Limit("Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table");
        }

        foreach (var update in updates)
        {
            var changed = update switch
            {
                { Create: { } create } => Create(transaction, call, table, create, request.AttributeDefinitions),
                { Delete: { } delete } => Delete(transaction, table, delete.IndexName!),
                _ => Change(table, update.Update!, call.Clock.GetUtcNow()),
            };
            if (changed.IsError)
            {
                return changed.Error;
            }

            table = changed.Value;
        }

        return table;
    }

    /// <summary>The states that the answer shows of what was asked for.</summary>
    internal static TableDescription Mark(TableDescription description, UpdateTableInput request)
    {
        foreach (var replica in description.Replicas ?? [])
        {
            if (request.ReplicaUpdates?.Exists(update => update.Update?.RegionName == replica.RegionName) is true)
            {
                replica.ReplicaStatus = "UPDATING";
            }
        }

        foreach (var index in description.GlobalSecondaryIndexes ?? [])
        {
            if (request.GlobalSecondaryIndexUpdates?.Find(update => update.Create?.IndexName == index.IndexName) is not null)
            {
                (index.IndexStatus, index.Backfilling) = ("CREATING", false);
            }
            else if (request.GlobalSecondaryIndexUpdates?.Find(update => update.Update?.IndexName == index.IndexName) is not null)
            {
                index.IndexStatus = "UPDATING";
            }
        }

        return description;
    }

    private static Outcome<TableRecord> Create(
        Transaction transaction, Call call, TableRecord table, CreateGlobalSecondaryIndexAction asked, List<AttributeDefinition>? definitions)
    {
        var name = asked.IndexName!;
        if (table.FindIndex(name) is not null)
        {
            return DynamoDbErrors.Validation("Attempting to create an index which already exists");
        }

        var named = KeySchemaRules.ReadAttributes(definitions);
        if (named.IsError)
        {
            return named.Error;
        }

        foreach (var part in named.Value)
        {
            if (table.Attributes.FirstOrDefault(present => present.Name == part.Name) is { } present && present.Type != part.Type)
            {
                return DynamoDbErrors.Validation(
                    $"Attempted to redefine the type of attribute {part.Name}: it is {present.Type} and cannot become {part.Type}");
            }
        }

        List<KeyPart> attributes = [.. table.Attributes, .. named.Value.Where(part => table.Attributes.All(present => present.Name != part.Name))];
        var index = IndexRules.ReadGlobal(call, name, asked.KeySchema!, asked.Projection!, attributes);
        var throughput = IndexRules.ReadThroughput(name, asked.ProvisionedThroughput, table.Throughput is null);
        var onDemand = TableSettings.ReadOnDemand(asked.OnDemandThroughput, table.Throughput is null);
        if ((index.Error ?? throughput.Error ?? onDemand.Error) is { } problem)
        {
            return problem;
        }

        var created = index.Value with { Throughput = throughput.Value, OnDemand = onDemand.Value, Warm = TableSettings.ReadWarm(asked.WarmThroughput), IsBackfilling = true };
        List<IndexRecord> indexes = [.. table.Indexes, created];
        if (IndexRules.CheckAll(indexes) is { } tooMany)
        {
            return tooMany;
        }

        transaction.Enqueue(FillIndex.JobOf(table, created, StateDelays.Indexing(table, call.Clock.GetUtcNow())));
        return table with { Indexes = indexes, Attributes = Used(attributes, table.Key, indexes) };
    }

    private static Outcome<TableRecord> Delete(Transaction transaction, TableRecord table, string name)
    {
        if (table.GlobalIndexes.FirstOrDefault(index => index.Name == name) is not { } found)
        {
            return DynamoDbErrors.NoSuchResource;
        }

        TableDeletion.DeleteRows(transaction, found);
        List<IndexRecord> rest = [.. table.Indexes.Where(index => index.Name != name)];
        return table with { Indexes = rest, Attributes = Used(table.Attributes, table.Key, rest) };
    }

    private static Outcome<TableRecord> Change(TableRecord table, UpdateGlobalSecondaryIndexAction asked, DateTimeOffset now)
    {
        var name = asked.IndexName!;
        if (table.GlobalIndexes.FirstOrDefault(index => index.Name == name) is not { } found)
        {
            return DynamoDbErrors.NoSuchResource;
        }

        var changed = found;
        if (asked.ProvisionedThroughput is not null)
        {
            var throughput = IndexRules.ReadThroughput(name, asked.ProvisionedThroughput, table.Throughput is null);
            if (throughput.IsError)
            {
                return throughput.Error;
            }

            if (found.Throughput is { } present && present.Read == throughput.Value!.Read && present.Write == throughput.Value.Write)
            {
                return DynamoDbErrors.Validation(
                    $"The provisioned throughput for the index {name} will not change. The requested value equals the current value. "
                    + $"Current ReadCapacityUnits provisioned for the index: {present.Read}. Requested ReadCapacityUnits: {present.Read}. "
                    + $"Current WriteCapacityUnits provisioned for the index: {present.Write}. Requested WriteCapacityUnits: {present.Write}. "
                    + "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.");
            }

            if (found.Throughput?.CheckDecrease(throughput.Value!.Read, throughput.Value.Write, now) is { } tooOften)
            {
                return tooOften;
            }

            changed = changed with { Throughput = found.Throughput?.To(throughput.Value!.Read, throughput.Value.Write, now) ?? throughput.Value };
        }

        var onDemand = TableSettings.ReadOnDemand(asked.OnDemandThroughput, table.Throughput is null);
        if (onDemand.IsError)
        {
            return onDemand.Error;
        }

        changed = changed with { OnDemand = onDemand.Value ?? found.OnDemand, Warm = TableSettings.ReadWarm(asked.WarmThroughput) ?? found.Warm };
        return table with { Indexes = [.. table.Indexes.Select(index => index.Name == name ? changed : index)] };
    }

    private static List<KeyPart> Used(IEnumerable<KeyPart> attributes, KeyOf key, List<IndexRecord> indexes) =>
        [.. attributes.Where(part => key.Has(part.Name) || indexes.Exists(index => index.Key.Has(part.Name)))];
}
