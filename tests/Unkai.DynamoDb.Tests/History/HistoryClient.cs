using System.Collections.Concurrent;
using System.Globalization;
using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests.History;

/// <summary>Sends random transactions, updates, conditional updates, PartiQL and reads of a few lists, and records what they saw and did.</summary>
internal sealed class HistoryClient(TestCloud cloud, string table, int number, ConcurrentQueue<HistoryStep> history, Func<long> tick)
{
    private const int Keys = 4;

    private readonly Dice _random = new(number + 1);
    private int _appended;

    private DynamoDbClient Dynamo => cloud.Call().DynamoDb;

    internal async Task RunAsync(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            await Task.Yield();
            await (_random.Next(6) switch
            {
                0 => ReadAllAsync(),
                1 => ReadOneAsync(),
                2 => UpdateAsync(),
                3 => AppendAsync(_random.Next(2) == 0 ? [] : [(NameOf(_random.Next(Keys)), [])]),
                _ => ReadThenAppendAsync(),
            });
        }
    }

    /// <summary>All lists in one transaction.</summary>
    internal async Task<Dictionary<string, IReadOnlyList<int>>> ReadAllAsync()
    {
        var began = tick();
        var keys = Enumerable.Range(0, Keys).Select(NameOf).ToList();
        var lists = new List<IReadOnlyList<int>>();
        if (_random.Next(3) == 0)
        {
            var statements = keys.ConvertAll(key => new ParameterizedStatement { Statement = $"SELECT * FROM \"{table}\" WHERE pk = '{key}'" });
            lists.AddRange((await Dynamo.ExecuteTransactionAsync(new ExecuteTransactionInput { TransactStatements = statements })).Value.Responses!.Select(response => ListOf(response.Item)));
        }
        else
        {
            var gets = keys.ConvertAll(key => new TransactGetItem { Get = new() { TableName = table, Key = KeyOf(key) } });
            lists.AddRange((await Dynamo.TransactGetItemsAsync(new TransactGetItemsInput { TransactItems = gets })).Value.Responses!.Select(response => ListOf(response.Item)));
        }

        var reads = keys.Zip(lists).Select(pair => (pair.First, pair.Second)).ToList();
        Record("read all", began, null, reads, []);
        return reads.ToDictionary(read => read.First, read => read.Second);
    }

    private async Task ReadOneAsync()
    {
        var (began, key) = (tick(), NameOf(_random.Next(Keys)));
        var item = _random.Next(2) == 0
            ? (await Dynamo.GetItemAsync(new GetItemInput { TableName = table, Key = KeyOf(key), ConsistentRead = true })).Value.Item
            : (await Dynamo.QueryAsync(new QueryInput { TableName = table, KeyConditionExpression = "pk = :p", ExpressionAttributeValues = new() { [":p"] = new() { S = key } }, ConsistentRead = true })).Value.Items!.FirstOrDefault();
        Record("read one", began, null, [(key, ListOf(item))], []);
    }

    /// <summary>One append that returns the list.</summary>
    private async Task UpdateAsync()
    {
        var (began, key, value) = (tick(), NameOf(_random.Next(Keys)), NewValue());
        var answer = await Dynamo.UpdateItemAsync(new UpdateItemInput
        {
            TableName = table,
            Key = KeyOf(key),
            UpdateExpression = "SET l = list_append(if_not_exists(l, :none), :v)",
            ExpressionAttributeValues = Values(value),
            ReturnValues = "ALL_NEW",
        });
        IReadOnlyList<(string, IReadOnlyList<int>)> seen = answer.IsError ? [] : [(key, [.. ListOf(answer.Value.Attributes).SkipLast(1)])];
        Record("update", began, answer.Error, seen, [(key, value)]);
    }

    private async Task ReadThenAppendAsync()
    {
        var lists = await ReadAllAsync();
        await AppendAsync(lists.Where(_ => _random.Next(2) == 0).Select(list => (list.Key, list.Value)).ToList());
    }

    /// <summary>Appends to some lists, if others (or they) are as long as they were seen, or guessed to be empty: then they are what was seen.</summary>
    private async Task AppendAsync(IReadOnlyList<(string Key, IReadOnlyList<int> List)> seen)
    {
        var began = tick();
        var appends = Enumerable.Range(0, Keys).Where(_ => _random.Next(2) == 0).DefaultIfEmpty(_random.Next(Keys)).Select(key => (Key: NameOf(key), Value: NewValue())).ToList();
        var items = new List<TransactWriteItem>();
        foreach (var (key, value) in appends)
        {
            var condition = seen.FirstOrDefault(one => one.Key == key).List;
            var values = Values(value);
            items.Add(new()
            {
                Update = new()
                {
                    TableName = table,
                    Key = KeyOf(key),
                    UpdateExpression = "SET l = list_append(if_not_exists(l, :none), :v)",
                    ConditionExpression = ConditionOf(condition, values),
                    ExpressionAttributeValues = values,
                },
            });
        }

        foreach (var (key, list) in seen.Where(one => appends.TrueForAll(append => append.Key != one.Key)))
        {
            var values = new Dictionary<string, AttributeValue>();
            items.Add(new()
            {
                ConditionCheck = new()
                {
                    TableName = table, Key = KeyOf(key), ConditionExpression = ConditionOf(list, values)!, ExpressionAttributeValues = values.Count == 0 ? null : values,
                },
            });
        }

        var answer = await Dynamo.TransactWriteItemsAsync(new TransactWriteItemsInput { TransactItems = items });
        Record("append", began, answer.Error, answer.IsError ? [] : seen, appends);
    }

    private static string? ConditionOf(IReadOnlyList<int>? list, Dictionary<string, AttributeValue> values)
    {
        if (list is { Count: > 0 })
        {
            values[":size"] = new() { N = list.Count.ToString(CultureInfo.InvariantCulture) };
        }

        return list is null ? null : list.Count == 0 ? "attribute_not_exists(l)" : "size(l) = :size";
    }

    private void Record(string what, long began, AwsError? error, IReadOnlyList<(string, IReadOnlyList<int>)> reads, IReadOnlyList<(string, int)> appends)
    {
        Assert.True(error is null or { Code: "TransactionCanceledException" or "TransactionConflictException" }, error?.Message);
        history.Enqueue(new HistoryStep($"{number}'s {what} {history.Count}", began, tick(), error is null, reads, appends));
    }

    private int NewValue() => (number * 100_000) + _appended++;

    private static string NameOf(int key) => $"list-{key}";

    private static Dictionary<string, AttributeValue> KeyOf(string key) => new() { ["pk"] = new() { S = key } };

    private static Dictionary<string, AttributeValue> Values(int value) => new()
    {
        [":none"] = new() { L = [] },
        [":v"] = new() { L = [new() { N = value.ToString(CultureInfo.InvariantCulture) }] },
    };

    private static List<int> ListOf(Dictionary<string, AttributeValue>? item) =>
        item?.GetValueOrDefault("l")?.L?.ConvertAll(value => int.Parse(value.N!, CultureInfo.InvariantCulture)) ?? [];
}
