using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests.Suite;

/// <summary>The behaviour, on a store in memory and on one that is closed and opened between the steps.</summary>
public abstract class DynamoDbSuite(bool onDisk) : IAsyncLifetime
{
    private TestCloud? _cloud;

    protected TestCloud Cloud => _cloud!;

    protected DynamoDbClient Dynamo => Cloud.Call().DynamoDb;

    public async ValueTask InitializeAsync() => _cloud = await TestCloud.OpenAsync(onDisk);

    public ValueTask DisposeAsync() => Cloud.DisposeAsync();

    protected static AttributeValue S(string text) => new() { S = text };

    protected static AttributeValue N(long number) => new() { N = number.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    protected static Dictionary<string, AttributeValue> Item(params (string Name, AttributeValue Value)[] attributes) =>
        attributes.ToDictionary(pair => pair.Name, pair => pair.Value);

    protected static CreateTableInput Definition(string name, string partition = "pk", string? sort = null) => new()
    {
        TableName = name,
        AttributeDefinitions = Attributes([partition, .. sort is null ? Array.Empty<string>() : [sort]]),
        KeySchema = Schema(partition, sort),
        BillingMode = "PAY_PER_REQUEST",
    };

    protected static List<KeySchemaElement> Schema(string partition, string? sort = null) =>
        sort is null
            ? [new() { AttributeName = NameOf(partition), KeyType = "HASH" }]
            : [new() { AttributeName = NameOf(partition), KeyType = "HASH" }, new() { AttributeName = NameOf(sort), KeyType = "RANGE" }];

    /// <summary>Definitions from <c>name</c> (text) or <c>name:N</c>.</summary>
    protected static List<AttributeDefinition> Attributes(params string[] names) =>
        [.. names.Select(name => new AttributeDefinition { AttributeName = NameOf(name), AttributeType = name.Contains(':', StringComparison.Ordinal) ? name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..] : "S" })];

    protected static GlobalSecondaryIndex Global(string name, string partition, string? sort = null, string projection = "ALL", params string[] include) => new()
    {
        IndexName = name,
        KeySchema = Schema(partition, sort),
        Projection = new() { ProjectionType = projection, NonKeyAttributes = include.Length == 0 ? null : [.. include] },
    };

    protected async Task<string> TableAsync(string partition = "pk", string? sort = null, Action<CreateTableInput>? change = null)
    {
        var definition = Definition(Cloud.Name(), partition, sort);
        change?.Invoke(definition);
        var created = await Dynamo.CreateTableAsync(definition);
        Assert.Null(created.Error);
        await Cloud.RestartAsync();
        return definition.TableName!;
    }

    protected async Task PutAsync(string table, params (string Name, AttributeValue Value)[] attributes) =>
        Assert.Null((await Dynamo.PutItemAsync(new PutItemInput { TableName = table, Item = Item(attributes) })).Error);

    protected async Task<Dictionary<string, AttributeValue>?> GetAsync(string table, params (string Name, AttributeValue Value)[] key)
    {
        await Cloud.RestartAsync();
        return (await Dynamo.GetItemAsync(new GetItemInput { TableName = table, Key = Item(key) })).Value.Item;
    }

    protected static void AssertError(string code, string message, AwsError? error) => Assert.Equal((code, message), (error?.Code, error?.Message));

    protected static void AssertInvalid(string message, AwsError? error) => AssertError("ValidationException", message, error);

    private static string NameOf(string name) => name.Split(':')[0];
}
