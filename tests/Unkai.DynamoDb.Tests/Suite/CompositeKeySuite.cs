using System.Globalization;
using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests.Suite;

/// <summary>Global indexes with several HASH and several RANGE attributes.</summary>
public abstract class CompositeKeySuite(bool onDisk) : DynamoDbSuite(onDisk)
{
    [Fact]
    public async Task A_query_names_every_partition_attribute_and_sort_attributes_from_the_first_on()
    {
        var table = await MatchesAsync();

        Assert.Equal([.. "0123456789AB".Select(id => id.ToString())], await QueryAsync(table, "cup = :c AND area = :r"));
        Assert.Equal(["4", "5", "6", "7"], await QueryAsync(table, "cup = :c AND area = :r AND round = :one"));
        Assert.Equal(["6", "7"], await QueryAsync(table, "area = :r AND round = :one AND cup = :c AND bracket > :a"));
        Assert.Equal(["4", "5"], await QueryAsync(table, "cup = :c AND area = :r AND round = :one AND bracket <= :a"));
        Assert.Equal(["4", "5", "6", "7"], await QueryAsync(table, "cup = :c AND area = :r AND round = :one AND begins_with(bracket, :a)"));
        Assert.Equal(["4", "5", "6", "7", "8", "9", "A", "B"], await QueryAsync(table, "cup = :c AND area = :r AND round BETWEEN :one AND :two"));
        Assert.Equal(["8", "9", "A", "B"], await QueryAsync(table, "cup = :c AND area = :r AND round > :one"));
        Assert.Equal(["3", "2", "1", "0"], await QueryAsync(table, "cup = :c AND area = :r AND round < :one", forward: false));
    }

    [Fact]
    public async Task What_leaves_attributes_out_is_refused()
    {
        var table = await MatchesAsync();

        AssertInvalid("Query condition missed key schema element: area", (await TryAsync(table, "cup = :c")).Error);
        AssertInvalid("Query condition missed key schema element: round", (await TryAsync(table, "cup = :c AND area = :r AND bracket = :a")).Error);
        AssertInvalid("Query key condition not supported", (await TryAsync(table, "cup = :c AND area = :r AND round > :one AND bracket = :a")).Error);
        AssertInvalid("Query key condition not supported", (await TryAsync(table, "cup = :c AND begins_with(area, :r)")).Error);
    }

    [Fact]
    public async Task Items_that_lack_an_attribute_are_not_in_the_index()
    {
        var table = await MatchesAsync();
        await PutAsync(table, ("pk", S("no bracket")), ("cup", S("winter")), ("area", S("eu")), ("round", N(0)));
        await Dynamo.UpdateItemAsync(new UpdateItemInput { TableName = table, Key = Item(("pk", S("0"))), UpdateExpression = "REMOVE round" });

        Assert.Equal(["1", "2", "3"], await QueryAsync(table, "cup = :c AND area = :r AND round < :one"));
        AssertInvalid(
            "One or more parameter values were invalid: Type mismatch for Index Key bracket Expected: S Actual: N IndexName: matches",
            (await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("x")), ("bracket", N(1))) })).Error);
    }

    [Fact]
    public async Task The_schema_is_told_as_it_was_made_and_a_new_index_is_filled()
    {
        var table = await MatchesAsync();
        await Dynamo.UpdateTableAsync(new UpdateTableInput
        {
            TableName = table,
            GlobalSecondaryIndexUpdates = [new() { Create = new() { IndexName = "later", KeySchema = Keys("HASH:area HASH:cup"), Projection = new() { ProjectionType = "KEYS_ONLY" } } }],
        });
        await Cloud.SettleAsync();
        await Cloud.RestartAsync();

        var indexes = (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = table })).Value.Table!.GlobalSecondaryIndexes!;
        Assert.Equal("HASH:cup HASH:area RANGE:round RANGE:bracket", string.Join(' ', indexes[0].KeySchema!.Select(part => $"{part.KeyType}:{part.AttributeName}")));
        Assert.Equal(24, indexes[1].ItemCount);
    }

    [Theory]
    [InlineData("HASH:a HASH:b HASH:c HASH:d HASH:e", "Invalid KeySchema: The number of HASH KeySchemaElements exceeds the limit of 4")]
    [InlineData("HASH:a RANGE:b HASH:c", "Invalid KeySchema: All HASH KeySchemaElements must precede all RANGE KeySchemaElements")]
    [InlineData("HASH:a HASH:b RANGE:a", "Invalid KeySchema: Some KeySchemaElements have the same name")]
    public async Task Schemas_that_do_not_fit_are_refused(string schema, string message)
    {
        var definition = Definition(Cloud.Name());
        definition.AttributeDefinitions!.AddRange("abcde".Select(name => new AttributeDefinition { AttributeName = name.ToString(), AttributeType = "S" }));
        definition.GlobalSecondaryIndexes = [new() { IndexName = "index", KeySchema = Keys(schema), Projection = new() { ProjectionType = "ALL" } }];

        AssertInvalid(message, (await Dynamo.CreateTableAsync(definition)).Error);
    }

    private static List<KeySchemaElement> Keys(string text) =>
        [.. text.Split(' ').Select(part => new KeySchemaElement { KeyType = part.Split(':')[0], AttributeName = part.Split(':')[1] })];

    /// <summary>Twelve matches of one cup and area, in the order of round, bracket and id; and others around them.</summary>
    private async Task<string> MatchesAsync()
    {
        var table = await TableAsync(change: definition =>
        {
            definition.AttributeDefinitions = Attributes("pk", "cup", "area", "round:N", "bracket");
            definition.GlobalSecondaryIndexes = [new() { IndexName = "matches", KeySchema = Keys("HASH:cup HASH:area RANGE:round RANGE:bracket"), Projection = new() { ProjectionType = "ALL" } }];
        });
        for (var i = 0; i < 12; i++)
        {
            await PutAsync(table, ("pk", S(i.ToString("X", CultureInfo.InvariantCulture))), ("cup", S("winter")), ("area", S("eu")), ("round", N(i / 4)), ("bracket", S(i % 4 < 2 ? "a" : "a\0b")));
            await PutAsync(table, ("pk", S($"other {i}")), ("cup", S("wintere")), ("area", S("u")), ("round", N(i / 4)), ("bracket", S("a")));
        }

        return table;
    }

    private async Task<List<string>> QueryAsync(string table, string condition, bool forward = true)
    {
        var found = new List<string>();
        Dictionary<string, AttributeValue>? start = null;
        do
        {
            var page = await TryAsync(table, condition, forward, start);
            Assert.Null(page.Error);
            found.AddRange(page.Value.Items!.Select(item => item["pk"].S!));
            start = page.Value.LastEvaluatedKey;
        }
        while (start is not null);

        return found;
    }

    private async Task<Outcome<QueryOutput>> TryAsync(string table, string condition, bool forward = true, Dictionary<string, AttributeValue>? start = null)
    {
        var values = Item((":c", S("winter")), (":r", S("eu")), (":one", N(1)), (":two", N(2)), (":a", S("a")));
        return await Dynamo.QueryAsync(new QueryInput
        {
            TableName = table,
            IndexName = "matches",
            KeyConditionExpression = condition,
            ExpressionAttributeValues = values.Where(value => condition.Contains(value.Key, StringComparison.Ordinal)).ToDictionary(),
            ScanIndexForward = forward,
            Limit = 3,
            ExclusiveStartKey = start,
        });
    }
}
