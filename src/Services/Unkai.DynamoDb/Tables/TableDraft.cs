using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Tables;

/// <summary>A table from what a request asks for.</summary>
internal static class TableDraft
{
    internal static Outcome<TableRecord> From(Call call, CreateTableInput request)
    {
        var name = TableAddress.Of(call, request.TableName!).Name;
        var isOnDemand = request.BillingMode == "PAY_PER_REQUEST";
        if ((TableNameRules.CheckNew(name) ?? Missing(request) ?? NotImplemented(request)) is { } early)
        {
            return early;
        }

        var throughput = TableSettings.ReadThroughput(request.BillingMode, request.ProvisionedThroughput);
        if (throughput.IsError)
        {
            return throughput.Error;
        }

        var shape = ReadShape(call, request.AttributeDefinitions, request.KeySchema!, request.LocalSecondaryIndexes, request.GlobalSecondaryIndexes, isOnDemand);
        if (shape.IsError)
        {
            return shape.Error;
        }

        var tags = TableSettings.ReadTags(request.Tags, new Dictionary<string, string>());
        var encryption = TableSettings.ReadEncryption(call, request.SSESpecification);
        var onDemand = TableSettings.ReadOnDemand(request.OnDemandThroughput, isOnDemand);
        if ((tags.Error ?? encryption.Error ?? onDemand.Error ?? TableSettings.CheckStream(request.StreamSpecification)) is { } problem)
        {
            return problem;
        }

        var now = call.Clock.GetUtcNow();
        return new TableRecord
        {
            Id = IndexRules.NewId(call),
            TableId = call.Random.NextGuid().ToString(),
            Account = call.Account.Value,
            Region = call.Region,
            Name = name,
            CreatedAt = now,
            Key = shape.Value.Key,
            Attributes = shape.Value.Attributes,
            Indexes = shape.Value.Indexes,
            Throughput = throughput.Value,
            OnDemandSince = isOnDemand ? now : null,
            ShowsBillingMode = isOnDemand,
            OnDemand = onDemand.Value,
            Warm = TableSettings.ReadWarm(request.WarmThroughput),
            ActiveAt = StateDelays.Creating(tags.Value, now),
            Pending = "CREATING",
            Encryption = encryption.Value,
            TableClass = request.TableClass,
            IsProtected = request.DeletionProtectionEnabled is true,
            Tags = tags.Value,
            Policy = request.ResourcePolicy,
            PolicyRevision = request.ResourcePolicy is null ? null : TablePolicies.NewRevision(call),
        };
    }

    /// <summary>Keys and indexes, which have to fit each other.</summary>
    internal static Outcome<(KeyOf Key, List<KeyPart> Attributes, List<IndexRecord> Indexes)> ReadShape(
        Call call,
        List<AttributeDefinition>? definitions,
        List<KeySchemaElement> schema,
        List<LocalSecondaryIndex>? locals,
        List<GlobalSecondaryIndex>? globals,
        bool isOnDemand)
    {
        var attributes = KeySchemaRules.ReadAttributes(definitions);
        if (attributes.IsError)
        {
            return attributes.Error;
        }

        var key = KeySchemaRules.Read(schema, attributes.Value, isIndex: false);
        if (key.IsError)
        {
            return key.Error;
        }

        if (locals is { Count: 0 })
        {
            return DynamoDbErrors.InvalidParameters("List of LocalSecondaryIndexes is empty");
        }

        if (globals is { Count: 0 })
        {
            return DynamoDbErrors.InvalidParameters("List of GlobalSecondaryIndexes is empty");
        }

        var indexes = new List<IndexRecord>();
        foreach (var local in locals ?? [])
        {
            var index = IndexRules.ReadLocal(call, local, key.Value, attributes.Value);
            if (index.IsError)
            {
                return index.Error;
            }

            indexes.Add(index.Value);
        }

        foreach (var global in globals ?? [])
        {
            var index = ReadGlobal(call, global, attributes.Value, isOnDemand);
            if (index.IsError)
            {
                return index.Error;
            }

            indexes.Add(index.Value);
        }

        return (IndexRules.CheckAll(indexes) ?? CheckUse(attributes.Value, key.Value, indexes)) is { } problem ? problem : (key.Value, attributes.Value, indexes);
    }

    private static Outcome<IndexRecord> ReadGlobal(Call call, GlobalSecondaryIndex asked, List<KeyPart> attributes, bool isOnDemand)
    {
        var index = IndexRules.ReadGlobal(call, asked.IndexName!, asked.KeySchema!, asked.Projection!, attributes);
        var throughput = IndexRules.ReadThroughput(asked.IndexName!, asked.ProvisionedThroughput, isOnDemand);
        var onDemand = TableSettings.ReadOnDemand(asked.OnDemandThroughput, isOnDemand);
        return (index.Error ?? throughput.Error ?? onDemand.Error) is { } problem ? problem : index.Value with
        {
            Throughput = throughput.Value,
            OnDemand = onDemand.Value,
            Warm = TableSettings.ReadWarm(asked.WarmThroughput),
        };
    }

    private static AwsError? CheckUse(List<KeyPart> attributes, KeyOf key, List<IndexRecord> indexes)
    {
        var used = key.Parts.Concat(indexes.SelectMany(index => index.Key.Parts)).Distinct().ToList();
        return attributes.Count == used.Count ? null
            : indexes.Count == 0
                ? DynamoDbErrors.InvalidParameters("Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions")
                : DynamoDbErrors.InvalidParameters(
                    $"Some AttributeDefinitions are not used. AttributeDefinitions: {KeySchemaRules.Names(attributes)}, keys used: {KeySchemaRules.Names(used)}");
    }

    private static AwsError? Missing(CreateTableInput request)
    {
        var missing = new List<string>();
        if (request.AttributeDefinitions is null)
        {
            missing.Add("attributeDefinitions");
        }

        if (request.KeySchema is null)
        {
            missing.Add("keySchema");
        }

        return missing.Count == 0 || request.GlobalTableSourceArn is not null ? null : DynamoDbErrors.Validation(
            $"{missing.Count} validation error{(missing.Count == 1 ? "" : "s")} detected: {string.Join("; ", missing.Select(name => $"Value null at '{name}' failed to satisfy constraint: Member must not be null"))}");
    }

    private static AwsError? NotImplemented(CreateTableInput request) =>
        request.GlobalTableSourceArn is not null ? DynamoDbErrors.NotImplemented("CreateTable with GlobalTableSourceArn")
        : request.GlobalTableSettingsReplicationMode is not null ? DynamoDbErrors.NotImplemented("CreateTable with GlobalTableSettingsReplicationMode")
        : null;
}
