using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Reading;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Throughput;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Up to 100 items of any tables. What would pass 16 MB is left as UnprocessedKeys.</summary>
internal sealed class BatchGetItem : IOperation<BatchGetItemInput, BatchGetItemOutput>
{
    private const int KeysMax = 100;
    private const long AnswerBytesMax = 16 * 1024 * 1024;

    public async ValueTask<Outcome<BatchGetItemOutput>> ExecuteAsync(Call call, BatchGetItemInput request)
    {
        if (request.RequestItems!.Count == 0)
        {
            return DynamoDbErrors.Validation("The requestItems parameter is required for BatchGetItem");
        }

        foreach (var (name, asked) in request.RequestItems!)
        {
            if (asked.Keys!.Count > KeysMax)
            {
                return DynamoDbErrors.Validation(
                    $"1 validation error detected: Value at 'RequestItems.{name}.member.Keys' failed to satisfy constraint: Member must have length less than or equal to {KeysMax}");
            }
        }

        if (request.RequestItems!.Sum(entry => entry.Value.Keys!.Count) > KeysMax)
        {
            return DynamoDbErrors.Validation("Too many items requested for the BatchGetItem call");
        }

        var parts = new List<Part>();
        foreach (var (name, asked) in request.RequestItems!)
        {
            if (TableNameRules.Check(name) is { } problem)
            {
                return problem;
            }

            var view = ItemView.Read(asked.ProjectionExpression, asked.ExpressionAttributeNames, asked.AttributesToGet);
            if (view.IsError)
            {
                return view.Error;
            }

            var keys = new List<MapValue>();
            foreach (var wire in asked.Keys!)
            {
                var key = WireValues.ReadItem(wire);
                if (key.IsError)
                {
                    return key.Error;
                }

                if (keys.Exists(key.Value.Equals))
                {
                    return DynamoDbErrors.DuplicateKeys;
                }

                keys.Add(key.Value);
            }

            parts.Add(new Part(name, asked, view.Value, keys));
        }

        var read = await call.ReadAsync(snapshot => ReadAsync(snapshot, call, parts, request.ReturnConsumedCapacity));
        if (read.IsError)
        {
            return read.Error;
        }

        if (read.Value.Gate is { } gate)
        {
            await gate.CommitAsync(call);
        }

        return read.Value.Answer;
    }

    private static async ValueTask<Outcome<(BatchGetItemOutput Answer, ThroughputGate? Gate)>> ReadAsync(Snapshot snapshot, Call call, List<Part> parts, string? capacity)
    {
        var found = new List<(Part Part, TableRecord Table)>();
        foreach (var part in parts)
        {
            var table = await TableLookup.FindReadyAsync(snapshot, call, TableAddress.Of(call, part.Name));
            if ((table.Error ?? part.Keys.Select(key => KeyRules.CheckKey(table.Value, key)).FirstOrDefault(wrong => wrong is not null)) is { } problem)
            {
                return problem;
            }

            found.Add((part, table.Value));
        }

        var answer = new BatchGetItemOutput { Responses = [], UnprocessedKeys = [], ConsumedCapacity = capacity is "TOTAL" or "INDEXES" ? [] : null };
        var left = AnswerBytesMax;
        var gate = await ThroughputGate.OpenAsync(call, found.Select(one => one.Table), isWrite: false);
        var throttled = (AwsError?)null;
        var wasRead = false;
        foreach (var (part, table) in found)
        {
            var items = new List<Dictionary<string, AttributeValue>>();
            var units = new ConsumedUnits();
            for (var i = 0; i < part.Keys.Count; i++)
            {
                var item = left <= 0 ? null : await ItemWriter.ReadAsync(snapshot, table, ItemKey.Of(table.Key, part.Keys[i]));
                var bytes = item?.ItemSizeBytes ?? 0;
                if (bytes > left || left <= 0)
                {
                    left = 0;
                    Leave(answer, part, i);
                    break;
                }

                var own = new ConsumedUnits();
                own.Add(Units.OfRead(bytes, part.Asked.ConsistentRead is true));
                if (gate?.Take(table, own) is { } refused)
                {
                    throttled = refused;
                    Leave(answer, part, i);
                    break;
                }

                wasRead = true;
                left -= bytes;
                units.Add(own);
                if (item is not null)
                {
                    items.Add(WireValues.Write(part.View.Of(item)));
                }
            }

            answer.Responses[part.Name] = items;
            if (Capacities.Describe(capacity, table, units) is { } consumed)
            {
                answer.ConsumedCapacity!.Add(consumed);
            }
        }

        return throttled is not null && !wasRead ? throttled : (answer, gate);
    }

    private static void Leave(BatchGetItemOutput answer, Part part, int from) => answer.UnprocessedKeys![part.Name] = new KeysAndAttributes
    {
        Keys = part.Asked.Keys!.GetRange(from, part.Keys.Count - from),
        AttributesToGet = part.Asked.AttributesToGet,
        ConsistentRead = part.Asked.ConsistentRead,
        ProjectionExpression = part.Asked.ProjectionExpression,
        ExpressionAttributeNames = part.Asked.ExpressionAttributeNames,
    };

    private sealed record Part(string Name, KeysAndAttributes Asked, ItemView View, List<MapValue> Keys);
}
