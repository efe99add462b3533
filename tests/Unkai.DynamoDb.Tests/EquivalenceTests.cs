using FsCheck;
using FsCheck.Fluent;
using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests;

/// <summary>The same random changes through expressions, through the parameters before them, and through PartiQL: three tables stay alike, and their indexes are projections of them.</summary>
public sealed class EquivalenceTests
{
    private const string Classic = "classic";
    private const string Legacy = "legacy";
    private const string PartiQl = "partiql";

    [Fact]
    public void Three_ways_to_say_the_same_do_the_same() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static seed => RunAsync(seed).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    private static async Task RunAsync(int seed)
    {
        var dice = new Dice(seed);
        await using var cloud = await TestCloud.OpenAsync(onDisk: false, isOneOfMany: true);
        var dynamo = cloud.Call().DynamoDb;
        foreach (var table in new[] { Classic, Legacy, PartiQl })
        {
            await CreateAsync(dynamo, table);
        }

        for (var step = 0; step < 30; step++)
        {
            var key = $"p{dice.Next(3)}";
            var results = await (dice.Next(4) switch
            {
                0 => PutNewAsync(dynamo, key, dice.Next(3), dice.Next(4)),
                1 => DeleteIfAsync(dynamo, key, dice.Next(4)),
                2 => AddAsync(dynamo, key, dice.Next(3)),
                _ => SetIfAsync(dynamo, key, dice.Next(3), dice.Next(4)),
            });
            Assert.Equal(results[0], results[1]);
            Assert.Equal(results[0], results[2]);
        }

        var items = await ScanAsync(dynamo, Classic, null);
        foreach (var table in new[] { Classic, Legacy, PartiQl })
        {
            Assert.Equal(items.Select(Show), (await ScanAsync(dynamo, table, null)).Select(Show));
            await CheckIndexesAsync(dynamo, table, items);
            foreach (var number in Enumerable.Range(0, 4))
            {
                await CheckReadsAsync(dynamo, table, items, number);
            }
        }
    }

    private static async Task<string[]> PutNewAsync(DynamoDbClient dynamo, string key, int kind, int number)
    {
        var item = new Dictionary<string, AttributeValue> { ["pk"] = new() { S = key }, ["n"] = N(number), ["extra"] = new() { S = "e" } };
        if (kind > 0)
        {
            item["kind"] = new() { S = $"k{kind}" };
        }

        return
        [
            Result((await dynamo.PutItemAsync(new PutItemInput { TableName = Classic, Item = item, ConditionExpression = "attribute_not_exists(pk)" })).Error),
            Result((await dynamo.PutItemAsync(new PutItemInput { TableName = Legacy, Item = item, Expected = new() { ["pk"] = new() { Exists = false } } })).Error),
            Result((await dynamo.ExecuteStatementAsync(new ExecuteStatementInput
            {
                Statement = $"INSERT INTO \"{PartiQl}\" VALUE {{'pk': ?, 'n': ?, 'extra': 'e'{(kind > 0 ? $", 'kind': 'k{kind}'" : "")}}}",
                Parameters = [new() { S = key }, N(number)],
            })).Error),
        ];
    }

    private static async Task<string[]> DeleteIfAsync(DynamoDbClient dynamo, string key, int number)
    {
        var wire = new Dictionary<string, AttributeValue> { ["pk"] = new() { S = key } };

        // Of an item that is not there, PartiQL says that it is deleted.
        var deleted = await dynamo.ExecuteStatementAsync(new ExecuteStatementInput { Statement = $"DELETE FROM \"{PartiQl}\" WHERE pk = '{key}' AND n >= {number} RETURNING ALL OLD *" });
        return
        [
            Result((await dynamo.DeleteItemAsync(new DeleteItemInput
            {
                TableName = Classic, Key = wire, ConditionExpression = "n >= :n", ExpressionAttributeValues = new() { [":n"] = N(number) },
            })).Error),
            Result((await dynamo.DeleteItemAsync(new DeleteItemInput
            {
                TableName = Legacy, Key = wire, Expected = new() { ["n"] = new() { ComparisonOperator = "GE", AttributeValueList = [N(number)] } },
            })).Error),
            deleted is { IsError: false, Value.Items: not { Count: > 0 } } ? "refused" : Result(deleted.Error),
        ];
    }

    /// <summary>Adds to a number that is there; all three refuse where it is not.</summary>
    private static async Task<string[]> AddAsync(DynamoDbClient dynamo, string key, int number)
    {
        var wire = new Dictionary<string, AttributeValue> { ["pk"] = new() { S = key } };
        return
        [
            Result((await dynamo.UpdateItemAsync(new UpdateItemInput
            {
                TableName = Classic, Key = wire, UpdateExpression = "SET n = n + :n", ConditionExpression = "attribute_exists(pk)", ExpressionAttributeValues = new() { [":n"] = N(number) },
            })).Error),
            Result((await dynamo.UpdateItemAsync(new UpdateItemInput
            {
                TableName = Legacy,
                Key = wire,
                AttributeUpdates = new() { ["n"] = new() { Action = "ADD", Value = N(number) } },
                Expected = new() { ["pk"] = new() { ComparisonOperator = "NOT_NULL" } },
            })).Error),
            Result((await dynamo.ExecuteStatementAsync(new ExecuteStatementInput { Statement = $"UPDATE \"{PartiQl}\" SET n = n + ? WHERE pk = ?", Parameters = [N(number), new() { S = key }] })).Error),
        ];
    }

    /// <summary>Sets or removes the index's key where a number is one of two.</summary>
    private static async Task<string[]> SetIfAsync(DynamoDbClient dynamo, string key, int kind, int number)
    {
        var wire = new Dictionary<string, AttributeValue> { ["pk"] = new() { S = key } };
        var values = new Dictionary<string, AttributeValue> { [":a"] = N(number), [":b"] = N(number + 1) };
        if (kind > 0)
        {
            values[":k"] = new() { S = $"k{kind}" };
        }

        return
        [
            Result((await dynamo.UpdateItemAsync(new UpdateItemInput
            {
                TableName = Classic, Key = wire, UpdateExpression = kind > 0 ? "SET kind = :k" : "REMOVE kind", ConditionExpression = "n IN (:a, :b)", ExpressionAttributeValues = values,
            })).Error),
            Result((await dynamo.UpdateItemAsync(new UpdateItemInput
            {
                TableName = Legacy,
                Key = wire,
                AttributeUpdates = new() { ["kind"] = kind > 0 ? new() { Action = "PUT", Value = values[":k"] } : new() { Action = "DELETE" } },
                Expected = new() { ["n"] = new() { ComparisonOperator = "IN", AttributeValueList = [N(number), N(number + 1)] } },
            })).Error),
            Result((await dynamo.ExecuteStatementAsync(new ExecuteStatementInput
            {
                Statement = $"UPDATE \"{PartiQl}\" {(kind > 0 ? $"SET kind = 'k{kind}'" : "REMOVE kind")} WHERE pk = '{key}' AND n IN [{number}, {number + 1}]",
            })).Error),
        ];
    }

    private static async Task CheckIndexesAsync(DynamoDbClient dynamo, string table, List<Dictionary<string, AttributeValue>> items)
    {
        var indexed = items.Where(item => item.ContainsKey("kind")).ToList();
        foreach (var (index, names) in new (string, string[])[] { ("keys", ["pk", "kind", "n"]), ("some", ["pk", "kind", "extra"]), ("all", ["pk", "kind", "n", "extra"]) })
        {
            Assert.Equal(
                indexed.Select(item => Show(item.Where(pair => names.Contains(pair.Key)).ToDictionary())).Order(StringComparer.Ordinal),
                (await ScanAsync(dynamo, table, index)).Select(Show).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>What filters of all three kinds find.</summary>
    private static async Task CheckReadsAsync(DynamoDbClient dynamo, string table, List<Dictionary<string, AttributeValue>> items, int number)
    {
        var expected = items.Where(item => item.TryGetValue("n", out var n) && int.Parse(n.N!, System.Globalization.CultureInfo.InvariantCulture) < number).Select(Show).ToList();
        var filtered = (await dynamo.ScanAsync(new ScanInput { TableName = table, FilterExpression = "n < :n", ExpressionAttributeValues = new() { [":n"] = N(number) } })).Value.Items!;
        var legacy = (await dynamo.ScanAsync(new ScanInput { TableName = table, ScanFilter = new() { ["n"] = new() { ComparisonOperator = "LT", AttributeValueList = [N(number)] } } })).Value.Items!;
        var selected = (await dynamo.ExecuteStatementAsync(new ExecuteStatementInput { Statement = $"SELECT * FROM \"{table}\" WHERE n < {number}" })).Value.Items!;
        foreach (var found in new[] { filtered, legacy, selected })
        {
            Assert.Equal(expected, found.Select(Show).Order(StringComparer.Ordinal));
        }
    }

    private static async Task<List<Dictionary<string, AttributeValue>>> ScanAsync(DynamoDbClient dynamo, string table, string? index) =>
        [.. (await dynamo.ScanAsync(new ScanInput { TableName = table, IndexName = index })).Value.Items!.OrderBy(Show, StringComparer.Ordinal)];

    private static async Task CreateAsync(DynamoDbClient dynamo, string table)
    {
        static GlobalSecondaryIndex Index(string name, string? sort, Projection projection) => new()
        {
            IndexName = name,
            KeySchema = sort is null ? [new() { AttributeName = "kind", KeyType = "HASH" }] : [new() { AttributeName = "kind", KeyType = "HASH" }, new() { AttributeName = sort, KeyType = "RANGE" }],
            Projection = projection,
        };
        Assert.Null((await dynamo.CreateTableAsync(new CreateTableInput
        {
            TableName = table,
            BillingMode = "PAY_PER_REQUEST",
            AttributeDefinitions = [Attribute("pk", "S"), Attribute("kind", "S"), Attribute("n", "N")],
            KeySchema = [new() { AttributeName = "pk", KeyType = "HASH" }],
            GlobalSecondaryIndexes =
            [
                Index("keys", "n", new() { ProjectionType = "KEYS_ONLY" }),
                Index("some", null, new() { ProjectionType = "INCLUDE", NonKeyAttributes = ["extra"] }),
                Index("all", null, new() { ProjectionType = "ALL" }),
            ],
        })).Error);
    }

    private static string Result(AwsError? error) => error?.Code switch
    {
        null => "done",
        "ConditionalCheckFailedException" or "DuplicateItemException" => "refused",
        var other => $"{other}: {error.Message}",
    };

    private static string Show(Dictionary<string, AttributeValue> item) =>
        string.Join(' ', item.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value.S ?? pair.Value.N}"));

    private static AttributeValue N(int number) => new() { N = number.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    private static AttributeDefinition Attribute(string name, string type) => new() { AttributeName = name, AttributeType = type };
}
