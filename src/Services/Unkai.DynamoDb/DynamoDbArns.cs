using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Streams;

namespace Unkai.DynamoDb;

/// <summary>DynamoDB's resources and actions in IAM's words. A batch or transaction wants what its parts want, each on its table.</summary>
/// <remarks>Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB".</remarks>
internal static class DynamoDbArns
{
    internal static async ValueTask<IReadOnlyList<Access>> DescribeAsync(Call call, OperationContract operation, Shape request)
    {
        switch (request)
        {
            case TransactWriteItemsInput transaction:
                return await AllAsync(call, (transaction.TransactItems ?? []).Select(WantedBy));
            case TransactGetItemsInput transaction:
                return await AllAsync(call, (transaction.TransactItems ?? []).Select(item => ("GetItem", item.Get?.TableName, item.Get?.Key)));
            case BatchGetItemInput batch:
                return await AllAsync(call, (batch.RequestItems ?? []).Select(entry => (operation.Name, (string?)entry.Key, (Dictionary<string, AttributeValue>?)null)));
            case BatchWriteItemInput batch:
                return await AllAsync(call, (batch.RequestItems ?? []).Select(entry => (operation.Name, (string?)entry.Key, (Dictionary<string, AttributeValue>?)null)));
            case QueryInput { IndexName: { } index } query:
                return [await AccessAsync(call, operation.Name, query.TableName, null, $"/index/{index}")];
            case ScanInput { IndexName: { } index } scan:
                return [await AccessAsync(call, operation.Name, scan.TableName, null, $"/index/{index}")];
            case PutItemInput put:
                return [await AccessAsync(call, operation.Name, put.TableName, put.Item)];
            case GetItemInput get:
                return [await AccessAsync(call, operation.Name, get.TableName, get.Key)];
            case UpdateItemInput update:
                return [await AccessAsync(call, operation.Name, update.TableName, update.Key)];
            case DeleteItemInput delete:
                return [await AccessAsync(call, operation.Name, delete.TableName, delete.Key)];
            case ExecuteStatementInput or BatchExecuteStatementInput or ExecuteTransactionInput:
                var accesses = new List<Access>();
                foreach (var (action, table, index) in PartiQl.StatementAccess.Of(request))
                {
                    accesses.Add(await AccessAsync(call, action, table, null, index is null ? "" : $"/index/{index}"));
                }

                return accesses;
            default:
                return [await ByNameAsync(call, operation, request)];
        }
    }

    private static (string Action, string? Table, Dictionary<string, AttributeValue>? Key) WantedBy(TransactWriteItem item) => item switch
    {
        { Put: { } put } => ("PutItem", put.TableName, put.Item),
        { Update: { } update } => ("UpdateItem", update.TableName, update.Key),
        { Delete: { } delete } => ("DeleteItem", delete.TableName, delete.Key),
        _ => ("ConditionCheckItem", item.ConditionCheck?.TableName, item.ConditionCheck?.Key),
    };

    private static async ValueTask<IReadOnlyList<Access>> AllAsync(Call call, IEnumerable<(string Action, string? Table, Dictionary<string, AttributeValue>? Key)> wanted)
    {
        var accesses = new List<Access>();
        foreach (var (action, table, key) in wanted)
        {
            accesses.Add(await AccessAsync(call, action, table, key));
        }

        return accesses;
    }

    /// <summary>Every other operation names its table, its resource or its stream by one member; or it has no resource.</summary>
    private static async ValueTask<Access> ByNameAsync(Call call, OperationContract operation, Shape request)
    {
        foreach (var name in new[] { "TableName", "SourceTableName", "TargetTableName", "ResourceArn", "TableArn", "StreamArn", "BackupArn", "ShardIterator", "ExportArn", "ImportArn" })
        {
            if (operation.Input.Find(name) is { } member && request.GetString(member.Slot) is { Length: > 0 } text)
            {
                return text.StartsWith("arn:", StringComparison.Ordinal) && text.Contains("/stream/", StringComparison.Ordinal) ? await OfStreamAsync(call, operation.Name, text.Split('|')[0])
                    : text.Contains("/backup/", StringComparison.Ordinal) || text.Contains("/export/", StringComparison.Ordinal) || text.Contains("/import/", StringComparison.Ordinal)
                        ? Of(operation.Name, text)
                        : await AccessAsync(call, operation.Name, text, null);
            }
        }

        if (operation.Input.Find("GlobalTableName") is { } global && request.GetString(global.Slot) is { Length: > 0 } globalName)
        {
            return Of(operation.Name, $"arn:aws:dynamodb::{call.Account}:global-table/{globalName}");
        }

        return new Access($"dynamodb:{operation.Name}", operation.Name is "ListStreams" ? $"arn:aws:dynamodb:{call.Region}:{call.Account}:table/*/stream/*" : "*");
    }

    private static async ValueTask<Access> OfStreamAsync(Call call, string action, string arn)
    {
        var stream = StreamLookup.ParseArn(arn) is { } key ? await call.ReadAsync(snapshot => StreamLookup.GetAsync(snapshot, key)) : null;
        return Of(action, arn) with { ResourcePolicy = stream?.Policy is { } policy ? PolicyParser.Parse(policy, PolicyKind.Resource, out _) : null };
    }

    private static Access Of(string action, string arn) => new($"dynamodb:{action}", arn) { Owner = Arn.Parse(arn) is { } parsed ? AccountId.Parse(parsed.Account) : null };

    private static async ValueTask<Access> AccessAsync(Call call, string action, string? tableName, Dictionary<string, AttributeValue>? key, string suffix = "")
    {
        if (string.IsNullOrEmpty(tableName))
        {
            return new Access($"dynamodb:{action}", "*");
        }

        var address = TableAddress.Of(call, tableName);
        var table = action == "CreateTable" ? null : await call.ReadAsync(snapshot => DynamoDbTables.Tables.GetAsync(snapshot, (address.Account, address.Region, address.Name)));
        return new Access($"dynamodb:{action}", address.Arn + suffix)
        {
            Owner = AccountId.Parse(address.Account),
            ResourcePolicy = table?.Policy is { } policy ? PolicyParser.Parse(policy, PolicyKind.Resource, out _) : null,
            Keys = table is not null && key?.GetValueOrDefault(table.Key.Partition.Name) is { } leading && (leading.S ?? leading.N) is { } text
                ? [new("dynamodb:LeadingKeys", (IReadOnlyList<string>)[text])]
                : [],
        };
    }
}
