using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Replication;
using Unkai.DynamoDb.Streams;
using Unkai.Storage;

namespace Unkai.DynamoDb.Tables;

/// <summary>A table after an UpdateTable.</summary>
internal static class TableUpdate
{
    internal static AwsError? CheckRequest(UpdateTableInput request)
    {
        if (request.MultiRegionConsistency is "STRONG" || request.GlobalTableWitnessUpdates is not null || request.GlobalTableSettingsReplicationMode is not null)
        {
            return DynamoDbErrors.NotImplemented("global tables of strong consistency, with witnesses, or over accounts");
        }

        return request is
        {
            BillingMode: null, ProvisionedThroughput: null, GlobalSecondaryIndexUpdates: null or { Count: 0 }, StreamSpecification: null, SSESpecification: null,
            TableClass: null, DeletionProtectionEnabled: null, OnDemandThroughput: null, WarmThroughput: null, ReplicaUpdates: null or { Count: 0 },
        }
            ? DynamoDbErrors.Validation(
                "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required")
            : null;
    }

    internal static async ValueTask<Outcome<TableRecord>> ApplyAsync(Transaction transaction, Call call, TableRecord table, UpdateTableInput request)
    {
        var now = call.Clock.GetUtcNow();
        if (request.GlobalSecondaryIndexUpdates is not null && table.Replicas.Count > 0)
        {
            return DynamoDbErrors.NotImplemented("changes of a global table's indexes");
        }

        if (request.StreamSpecification is not null && table.Replicas.Count > 0)
        {
            return DynamoDbErrors.Validation("One or more parameter values were invalid: The stream of a global table's replica cannot be changed");
        }

        if (request.ReplicaUpdates is { } replicas)
        {
            return await ReplicaGroup.ApplyAsync(transaction, call, table, replicas);
        }

        var billed = ApplyBilling(table, request, now);
        if (billed.IsError)
        {
            return billed.Error;
        }

        var indexed = IndexUpdate.Apply(transaction, call, billed.Value, request);
        var encryption = TableSettings.ReadEncryption(call, request.SSESpecification);
        if ((indexed.Error ?? encryption.Error ?? TableSettings.CheckStream(request.StreamSpecification)) is { } problem)
        {
            return problem;
        }

        var changed = indexed.Value;
        var onDemand = TableSettings.ReadOnDemand(request.OnDemandThroughput, changed.Throughput is null);
        if (onDemand.IsError)
        {
            return onDemand.Error;
        }

        changed = changed with
        {
            ActiveAt = StateDelays.Updating(table, now),
            Pending = "UPDATING",
            Encryption = request.SSESpecification is null ? table.Encryption : encryption.Value,
            TableClass = request.TableClass ?? table.TableClass,
            TableClassChangedAt = request.TableClass is { } tableClass && tableClass != (table.TableClass ?? "STANDARD") ? now : table.TableClassChangedAt,
            IsProtected = request.DeletionProtectionEnabled ?? table.IsProtected,
            OnDemand = onDemand.Value ?? (changed.Throughput is null ? table.OnDemand : null),
            Warm = TableSettings.ReadWarm(request.WarmThroughput) ?? table.Warm,
        };
        return request.StreamSpecification switch
        {
            null => changed,
            { StreamEnabled: true } when table.Stream is not null => DynamoDbErrors.Validation($"Table already has an enabled stream: TableName: {table.Name}"),
            { StreamEnabled: true, StreamViewType: { } view } => await StreamLifecycle.OpenAsync(transaction, call, changed, view),
            _ when table.Stream is null => DynamoDbErrors.Validation($"Table has no stream to disable: TableName: {table.Name}"),
            _ => await StreamLifecycle.CloseAsync(transaction, call, changed),
        };
    }

    private static Outcome<TableRecord> ApplyBilling(TableRecord table, UpdateTableInput request, DateTimeOffset now)
    {
        var wasOnDemand = table.Throughput is null;
        if (request.BillingMode is null && request.ProvisionedThroughput is null)
        {
            return table;
        }

        var mode = request.BillingMode ?? (wasOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED");
        if (mode == "PROVISIONED" && !wasOnDemand && request.ProvisionedThroughput is null)
        {
            return table with { ShowsBillingMode = true };
        }

        var asked = TableSettings.ReadThroughput(mode, request.ProvisionedThroughput);
        if (asked.IsError)
        {
            return asked.Error;
        }

        if (asked.Value is null)
        {
            return table with
            {
                Throughput = null,
                ShowsBillingMode = true,
                OnDemandSince = wasOnDemand ? table.OnDemandSince : now,
                Indexes = [.. table.Indexes.Select(index => index with { Throughput = null })],
            };
        }

        if (table.Throughput is not { } present)
        {
            return table with
            {
                Throughput = asked.Value,
                ShowsBillingMode = true,
                Indexes = [.. table.Indexes.Select(index => index.IsGlobal ? index with { Throughput = index.Throughput ?? asked.Value } : index)],
            };
        }

        if (present.Read == asked.Value.Read && present.Write == asked.Value.Write && request.GlobalSecondaryIndexUpdates is null && request.BillingMode is null)
        {
            return DynamoDbErrors.Validation(
                "The provisioned throughput for the table will not change. The requested value equals the current value. "
                + $"Current ReadCapacityUnits provisioned for the table: {present.Read}. Requested ReadCapacityUnits: {asked.Value.Read}. "
                + $"Current WriteCapacityUnits provisioned for the table: {present.Write}. Requested WriteCapacityUnits: {asked.Value.Write}. "
                + "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.");
        }

        return present.CheckDecrease(asked.Value.Read, asked.Value.Write, now) is { } tooOften ? tooOften : table with { Throughput = present.To(asked.Value.Read, asked.Value.Write, now) };
    }
}
