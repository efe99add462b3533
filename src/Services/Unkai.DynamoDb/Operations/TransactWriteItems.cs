using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Transactions;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Up to 100 puts, updates, deletes and checks: all or none.</summary>
internal sealed class TransactWriteItems : IOperation<TransactWriteItemsInput, TransactWriteItemsOutput>
{
    public async ValueTask<Outcome<TransactWriteItemsOutput>> ExecuteAsync(Call call, TransactWriteItemsInput request)
    {
        var parts = new List<TransactionPart>();
        foreach (var item in request.TransactItems!)
        {
            var part = Read(item);
            if (part.IsError)
            {
                return part.Error;
            }

            parts.Add(part.Value);
        }

        var digest = request.ClientRequestToken is null ? null : Tokens.DigestOf(new TransactWriteItemsInput { TransactItems = request.TransactItems });
        try
        {
            return await call.TransactAsync<TransactWriteItemsOutput>(transaction => WriteAsync(transaction, call, request, parts, digest));
        }
        catch (StoreContentionException)
        {
            return Cancellation.Conflict(parts.Count);
        }
    }

    private static async ValueTask<Outcome<TransactWriteItemsOutput>> WriteAsync(
        Transaction transaction, Call call, TransactWriteItemsInput request, List<TransactionPart> parts, string? digest)
    {
        var side = UnitsSide.Write;
        if (digest is not null)
        {
            var done = await Tokens.WasDoneAsync(transaction, call, request.ClientRequestToken!, digest);
            if (done.IsError)
            {
                return done.Error;
            }

            side = done.Value ? UnitsSide.Read : side;
        }

        var consumed = side == UnitsSide.Read ? await TransactionWriter.ReadAsync(transaction, call, parts) : await TransactionWriter.WriteAsync(transaction, call, parts);
        if (consumed.IsError)
        {
            return consumed.Error;
        }

        if (digest is not null && side == UnitsSide.Write)
        {
            await Tokens.RememberAsync(transaction, call, request.ClientRequestToken!, digest);
        }

        return new TransactWriteItemsOutput
        {
            ConsumedCapacity = Capacities.DescribeAll(request.ReturnConsumedCapacity, consumed.Value.Select(one => (one.Table, one.Units)), side),
            ItemCollectionMetrics = await MetricsAsync(transaction, request.ReturnItemCollectionMetrics, consumed.Value, parts),
        };
    }

    private static async ValueTask<Dictionary<string, List<ItemCollectionMetrics>>?> MetricsAsync(
        Transaction transaction, string? asked, List<(string Name, TableRecord Table, ConsumedUnits Units)> consumed, List<TransactionPart> parts)
    {
        Dictionary<string, List<ItemCollectionMetrics>>? all = null;
        foreach (var (name, table, _) in consumed)
        {
            foreach (var part in parts)
            {
                if (part.TableName == name && part.Change.Kind != ChangeKind.Check
                    && await CollectionMetrics.DescribeAsync(transaction, asked, table, ItemKey.Of(table.Key, part.Change.Given), part.Change.Given) is { } metrics)
                {
                    all ??= [];
                    (all.TryGetValue(name, out var list) ? list : all[name] = []).Add(metrics);
                }
            }
        }

        return all;
    }

    private static Outcome<TransactionPart> Read(TransactWriteItem item)
    {
        var (name, change) = item switch
        {
            { Put: { } put, Update: null, Delete: null, ConditionCheck: null } => (put.TableName, ChangeRequests.Read(put)),
            { Put: null, Update: { } update, Delete: null, ConditionCheck: null } => (update.TableName, ChangeRequests.Read(update)),
            { Put: null, Update: null, Delete: { } delete, ConditionCheck: null } => (delete.TableName, ChangeRequests.Read(delete)),
            { Put: null, Update: null, Delete: null, ConditionCheck: { } check } => (check.TableName, ChangeRequests.Read(check)),
            _ => (null, DynamoDbErrors.Validation("TransactItems can only contain one of Check, Put, Update or Delete")),
        };
        return (change.Error ?? TableNameRules.Check(name!)) is { } problem ? problem : new TransactionPart(name!, change.Value);
    }
}
