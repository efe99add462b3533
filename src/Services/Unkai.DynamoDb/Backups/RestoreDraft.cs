using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Backups;

/// <summary>The table that a restore makes: like its source, without what is not restored (stream, tags, time to live, policies, recovery), with what is overridden.</summary>
internal static class RestoreDraft
{
    internal static AwsError TableExists(string name) => new("TableAlreadyExistsException", 400, $"Table already exists: {name}");

    internal static Outcome<TableRecord> From(
        Call call,
        TableRecord source,
        string name,
        string? billingMode,
        ProvisionedThroughput? throughput,
        OnDemandThroughput? onDemand,
        SSESpecification? encryption,
        List<GlobalSecondaryIndex>? globals,
        List<LocalSecondaryIndex>? locals)
    {
        var isOnDemand = (billingMode ?? (source.Throughput is null ? "PAY_PER_REQUEST" : "PROVISIONED")) == "PAY_PER_REQUEST";
        Outcome<ThroughputRecord?> units = billingMode is null && throughput is null
            ? source.Throughput
            : TableSettings.ReadThroughput(isOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED", throughput ?? (isOnDemand || source.Throughput is not { } present ? null : new ProvisionedThroughput { ReadCapacityUnits = present.Read, WriteCapacityUnits = present.Write }));
        var limits = TableSettings.ReadOnDemand(onDemand, isOnDemand);
        var sse = TableSettings.ReadEncryption(call, encryption);
        if ((units.Error ?? limits.Error ?? sse.Error) is { } problem)
        {
            return problem;
        }

        if (CheckIndexes(source, globals?.Select(index => index.IndexName!), isGlobal: true) is { } unknown)
        {
            return unknown;
        }

        if (CheckIndexes(source, locals?.Select(index => index.IndexName!), isGlobal: false) is { } unknownLocal)
        {
            return unknownLocal;
        }

        var now = call.Clock.GetUtcNow();
        List<IndexRecord> indexes =
        [
            .. source.Indexes
                .Where(index => index.IsGlobal ? globals is null || globals.Exists(one => one.IndexName == index.Name) : locals is null || locals.Exists(one => one.IndexName == index.Name))
                .Select(index => index with
                {
                    Id = IndexRules.NewId(call),
                    IsBackfilling = false,
                    Insights = null,
                    Throughput = !index.IsGlobal || isOnDemand ? null
                        : globals?.Find(one => one.IndexName == index.Name)?.ProvisionedThroughput is { } asked ? new ThroughputRecord(asked.ReadCapacityUnits!.Value, asked.WriteCapacityUnits!.Value)
                        : index.Throughput ?? units.Value,
                }),
        ];
        return new TableRecord
        {
            Id = IndexRules.NewId(call),
            TableId = call.Random.NextGuid().ToString(),
            Account = call.Account.Value,
            Region = call.Region,
            Name = name,
            CreatedAt = now,
            Key = source.Key,
            Attributes = [.. source.Attributes.Where(part => source.Key.Has(part.Name) || indexes.Exists(index => index.Key.Has(part.Name)))],
            Indexes = indexes,
            Throughput = units.Value,
            ShowsBillingMode = source.ShowsBillingMode || billingMode is not null,
            OnDemandSince = isOnDemand ? now : null,
            OnDemand = limits.Value ?? (isOnDemand ? source.OnDemand : null),
            Encryption = encryption is null ? source.Encryption : sse.Value,
            TableClass = source.TableClass,
            ActiveAt = DateTimeOffset.MaxValue,
            Pending = "CREATING",
        };
    }

    private static AwsError? CheckIndexes(TableRecord source, IEnumerable<string>? names, bool isGlobal) =>
        names?.FirstOrDefault(name => source.FindIndex(name) is not { } index || index.IsGlobal != isGlobal) is { } missing
            ? DynamoDbErrors.InvalidParameters($"Index {missing} is not an index of the source table")
            : null;
}
