using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests.Suite;

public abstract class TableSuite(bool onDisk) : DynamoDbSuite(onDisk)
{
    [Fact]
    public async Task Making_a_table_answers_CREATING_and_whoever_looks_next_finds_it_ACTIVE()
    {
        var created = (await Dynamo.CreateTableAsync(Definition("orders", "pk", "sk:N"))).Value.TableDescription!;

        Assert.Equal("CREATING", created.TableStatus);
        await Cloud.RestartAsync();
        var table = (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = "orders" })).Value.Table!;
        Assert.Equal(("ACTIVE", "arn:aws:dynamodb:us-east-1:123456789012:table/orders", 0L, 0L), (table.TableStatus, table.TableArn, table.ItemCount, table.TableSizeBytes));
        Assert.Equal(["pk:HASH", "sk:RANGE"], table.KeySchema!.Select(one => $"{one.AttributeName}:{one.KeyType}"));
        Assert.Equal(["pk:S", "sk:N"], table.AttributeDefinitions!.Select(one => $"{one.AttributeName}:{one.AttributeType}"));
        Assert.Equal("PAY_PER_REQUEST", table.BillingModeSummary!.BillingMode);
        Assert.Equal(TestCloud.Start, table.CreationDateTime);
    }

    [Fact]
    public async Task A_realistic_table_takes_its_time()
    {
        await Dynamo.CreateTableAsync(With(Definition("slow"), table => table.Tags = [new() { Key = "unkai:states", Value = "realistic" }]));

        Assert.Equal("CREATING", (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = "slow" })).Value.Table!.TableStatus);
        AssertError("ResourceNotFoundException", "Requested resource not found", (await Dynamo.PutItemAsync(new PutItemInput { TableName = "slow", Item = Item(("pk", S("a"))) })).Error);
        AssertError(
            "ResourceInUseException",
            "Attempt to change a resource which is still in use: Table is being created: slow",
            (await Dynamo.DeleteTableAsync(new DeleteTableInput { TableName = "slow" })).Error);
        Cloud.Advance(10);
        Assert.Equal("ACTIVE", (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = "slow" })).Value.Table!.TableStatus);
    }

    [Fact]
    public async Task A_table_that_is_there_and_one_that_is_not()
    {
        await Dynamo.CreateTableAsync(Definition("twice"));

        AssertError("ResourceInUseException", "Table already exists: twice", (await Dynamo.CreateTableAsync(Definition("twice"))).Error);
        AssertError("ResourceNotFoundException", "Requested resource not found: Table: missing not found", (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = "missing" })).Error);
        AssertError("ResourceNotFoundException", "Requested resource not found: Table: missing not found", (await Dynamo.DeleteTableAsync(new DeleteTableInput { TableName = "missing" })).Error);
        AssertError("ResourceNotFoundException", "Requested resource not found", (await Dynamo.GetItemAsync(new GetItemInput { TableName = "missing", Key = Item(("pk", S("a"))) })).Error);
    }

    [Fact]
    public async Task A_deleted_table_is_gone_with_its_items()
    {
        await Dynamo.CreateTableAsync(Definition("gone"));
        await PutAsync("gone", ("pk", S("a")));

        Assert.Equal("DELETING", (await Dynamo.DeleteTableAsync(new DeleteTableInput { TableName = "gone" })).Value.TableDescription!.TableStatus);
        await Dynamo.CreateTableAsync(Definition("gone"));
        Assert.Null(await GetAsync("gone", ("pk", S("a"))));
        Assert.Equal(0, (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = "gone" })).Value.Table!.ItemCount);
    }

    [Fact]
    public async Task A_protected_table_stays_until_it_is_not()
    {
        await Dynamo.CreateTableAsync(With(Definition("kept"), table => table.DeletionProtectionEnabled = true));

        AssertInvalid(
            "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
            (await Dynamo.DeleteTableAsync(new DeleteTableInput { TableName = "kept" })).Error);
        Assert.Equal("UPDATING", (await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = "kept", DeletionProtectionEnabled = false })).Value.TableDescription!.TableStatus);
        Assert.Null((await Dynamo.DeleteTableAsync(new DeleteTableInput { TableName = "kept" })).Error);
    }

    [Fact]
    public async Task Names_of_tables_come_in_pages()
    {
        foreach (var name in new[] { "bbb", "aaa", "ccc" })
        {
            await Dynamo.CreateTableAsync(Definition(name));
        }

        var first = (await Dynamo.ListTablesAsync(new ListTablesInput { Limit = 2 })).Value;
        Assert.Equal(["aaa", "bbb"], first.TableNames!);
        Assert.Equal("bbb", first.LastEvaluatedTableName);
        var second = (await Dynamo.ListTablesAsync(new ListTablesInput { ExclusiveStartTableName = "bbb" })).Value;
        Assert.Equal(["ccc"], second.TableNames!);
        Assert.Null(second.LastEvaluatedTableName);
        Assert.Empty((await Cloud.Call("210987654321").DynamoDb.ListTablesAsync(new ListTablesInput())).Value.TableNames!);
    }

    [Theory]
    [InlineData("ab", "TableName must be at least 3 characters long and at most 255 characters long")]
    [InlineData("a b c", "1 validation error detected: Value 'a b c' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")]
    public async Task A_bad_name_is_refused(string name, string message) => AssertInvalid(message, (await Dynamo.CreateTableAsync(Definition(name))).Error);

    public static TheoryData<string, Action<CreateTableInput>, string> BadDefinitions => new()
    {
        { "no throughput", table => table.BillingMode = null, "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED" },
        { "throughput on demand", table => table.ProvisionedThroughput = new() { ReadCapacityUnits = 1, WriteCapacityUnits = 1 }, "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST" },
        { "unused attribute", table => table.AttributeDefinitions = Attributes("pk", "other"), "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions" },
        { "undefined key", table => table.AttributeDefinitions = Attributes("other"), "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [pk], AttributeDefinitions: [other]" },
        { "range first", table => table.KeySchema = [new() { AttributeName = "pk", KeyType = "RANGE" }], "Invalid KeySchema: The first KeySchemaElement is not a HASH key type" },
        { "two hash keys", table => table.KeySchema = [new() { AttributeName = "pk", KeyType = "HASH" }, new() { AttributeName = "sk", KeyType = "HASH" }], "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type" },
        { "same names", table => table.KeySchema = [new() { AttributeName = "pk", KeyType = "HASH" }, new() { AttributeName = "pk", KeyType = "RANGE" }], "Both the Hash Key and the Range Key element in the KeySchema have the same name" },
        { "empty indexes", table => table.GlobalSecondaryIndexes = [], "One or more parameter values were invalid: List of GlobalSecondaryIndexes is empty" },
        { "no projection type", table => table.GlobalSecondaryIndexes = [Global("index", "pk", null, null!)], "One or more parameter values were invalid: Unknown ProjectionType: null" },
        { "include nothing", table => table.GlobalSecondaryIndexes = [Global("index", "pk", null, "INCLUDE")], "One or more parameter values were invalid: ProjectionType is INCLUDE, but NonKeyAttributes is not specified" },
        { "all and more", table => table.GlobalSecondaryIndexes = [Global("index", "pk", null, "ALL", "a")], "One or more parameter values were invalid: ProjectionType is ALL, but NonKeyAttributes is specified" },
        { "same index twice", table => table.GlobalSecondaryIndexes = [Global("index", "pk"), Global("index", "pk")], "One or more parameter values were invalid: Duplicate index name: index" },
        { "local without sort key", table => table.LocalSecondaryIndexes = [new() { IndexName = "index", KeySchema = Schema("pk", "sk"), Projection = new() { ProjectionType = "ALL" } }], "One or more parameter values were invalid: Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex" },
    };

    [Theory]
    [MemberData(nameof(BadDefinitions))]
    public async Task A_bad_definition_is_refused(string what, Action<CreateTableInput> change, string message)
    {
        Assert.NotEmpty(what);
        AssertInvalid(message, (await Dynamo.CreateTableAsync(With(Definition("bad"), change))).Error);
        Assert.Empty((await Dynamo.ListTablesAsync(new ListTablesInput())).Value.TableNames!);
    }

    [Fact]
    public async Task Throughput_changes_and_its_history_is_told()
    {
        await Dynamo.CreateTableAsync(With(Definition("units"), table => (table.BillingMode, table.ProvisionedThroughput) = (null, new() { ReadCapacityUnits = 5, WriteCapacityUnits = 5 })));
        AssertInvalid(
            "The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: 5. Requested ReadCapacityUnits: 5. Current WriteCapacityUnits provisioned for the table: 5. Requested WriteCapacityUnits: 5. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
            (await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = "units", ProvisionedThroughput = new() { ReadCapacityUnits = 5, WriteCapacityUnits = 5 } })).Error);

        Assert.Null((await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = "units", ProvisionedThroughput = new() { ReadCapacityUnits = 6, WriteCapacityUnits = 4 } })).Error);

        var throughput = (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = "units" })).Value.Table!.ProvisionedThroughput!;
        Assert.Equal((6L, 4L, 1L, TestCloud.Start, TestCloud.Start), (throughput.ReadCapacityUnits, throughput.WriteCapacityUnits, throughput.NumberOfDecreasesToday, throughput.LastIncreaseDateTime, throughput.LastDecreaseDateTime));
        Assert.Null((await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = "units", BillingMode = "PAY_PER_REQUEST" })).Error);
        Assert.Equal("PAY_PER_REQUEST", (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = "units" })).Value.Table!.BillingModeSummary!.BillingMode);
    }

    [Fact]
    public async Task A_new_index_is_filled_while_the_table_is_written()
    {
        var table = await TableAsync();
        for (var i = 0; i < 450; i++)
        {
            await PutAsync(table, ("pk", S($"{i}")), ("color", i % 3 == 0 ? S("red") : N(i)));
        }

        var updated = (await Dynamo.UpdateTableAsync(new UpdateTableInput
        {
            TableName = table,
            AttributeDefinitions = Attributes("color"),
            GlobalSecondaryIndexUpdates = [new() { Create = new() { IndexName = "colors", KeySchema = Schema("color"), Projection = new() { ProjectionType = "KEYS_ONLY" } } }],
        })).Value.TableDescription!;
        Assert.Equal("CREATING", Assert.Single(updated.GlobalSecondaryIndexes!).IndexStatus);
        AssertInvalid("Cannot read from backfilling global secondary index: colors", (await Dynamo.ScanAsync(new ScanInput { TableName = table, IndexName = "colors" })).Error);
        Assert.Null((await Dynamo.DeleteItemAsync(new DeleteItemInput { TableName = table, Key = Item(("pk", S("0"))) })).Error);
        await PutAsync(table, ("pk", S("new")), ("color", S("red")));
        await Cloud.SettleAsync();

        Assert.Equal(150, (await Dynamo.ScanAsync(new ScanInput { TableName = table, IndexName = "colors" })).Value.Count);
        var index = Assert.Single((await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = table })).Value.Table!.GlobalSecondaryIndexes!);
        Assert.Equal(("ACTIVE", 150L), (index.IndexStatus, index.ItemCount));
        Assert.Null((await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = table, GlobalSecondaryIndexUpdates = [new() { Delete = new() { IndexName = "colors" } }] })).Error);
        AssertInvalid("The table does not have the specified index: colors", (await Dynamo.ScanAsync(new ScanInput { TableName = table, IndexName = "colors" })).Error);
        Assert.Equal("pk", Assert.Single((await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = table })).Value.Table!.AttributeDefinitions!).AttributeName);
    }

    [Fact]
    public async Task Tags_are_kept_in_pages()
    {
        var table = await TableAsync();
        var arn = $"arn:aws:dynamodb:us-east-1:123456789012:table/{table}";
        Assert.Null((await Dynamo.TagResourceAsync(new TagResourceInput { ResourceArn = arn, Tags = [.. Enumerable.Range(10, 12).Select(i => new Tag { Key = $"k{i}", Value = $"{i}" })] })).Error);
        Assert.Null((await Dynamo.UntagResourceAsync(new UntagResourceInput { ResourceArn = arn, TagKeys = ["k10"] })).Error);

        var first = (await Dynamo.ListTagsOfResourceAsync(new ListTagsOfResourceInput { ResourceArn = arn })).Value;
        Assert.Equal(10, first.Tags!.Count);
        Assert.Equal("k21", Assert.Single((await Dynamo.ListTagsOfResourceAsync(new ListTagsOfResourceInput { ResourceArn = arn, NextToken = first.NextToken })).Value.Tags!).Key);
    }

    [Fact]
    public async Task Time_to_live_is_changed_once_an_hour_where_states_take_their_time()
    {
        var table = await TableAsync();
        async Task<AwsError?> ChangeAsync(bool isEnabled) =>
            (await Dynamo.UpdateTimeToLiveAsync(new UpdateTimeToLiveInput { TableName = table, TimeToLiveSpecification = new() { Enabled = isEnabled, AttributeName = "ttl" } })).Error;

        Assert.Null(await ChangeAsync(true));
        Assert.Null(await ChangeAsync(false));
        Assert.Null((await Dynamo.TagResourceAsync(new TagResourceInput { ResourceArn = $"arn:aws:dynamodb:us-east-1:123456789012:table/{table}", Tags = [new Tag { Key = "unkai:states", Value = "realistic" }] })).Error);
        Cloud.Advance(3600);
        Assert.Null(await ChangeAsync(true));
        Cloud.Advance(3599);
        AssertInvalid("Time to live has been modified multiple times within a fixed interval", await ChangeAsync(false));
        Cloud.Advance(1);
        Assert.Null(await ChangeAsync(false));
    }

    [Fact]
    public async Task Items_whose_time_has_come_go_by_themselves()
    {
        var table = await TableAsync();
        await PutAsync(table, ("pk", S("before")), ("ttl", N(TestCloud.Start.ToUnixTimeSeconds() + 100)));
        Assert.Null((await Dynamo.UpdateTimeToLiveAsync(new UpdateTimeToLiveInput { TableName = table, TimeToLiveSpecification = new() { Enabled = true, AttributeName = "ttl" } })).Error);
        AssertInvalid("TimeToLive is already enabled", (await Dynamo.UpdateTimeToLiveAsync(new UpdateTimeToLiveInput { TableName = table, TimeToLiveSpecification = new() { Enabled = true, AttributeName = "ttl" } })).Error);
        await PutAsync(table, ("pk", S("after")), ("ttl", N(TestCloud.Start.ToUnixTimeSeconds() + 100)));
        await PutAsync(table, ("pk", S("later")), ("ttl", N(TestCloud.Start.ToUnixTimeSeconds() + 1000)));
        await PutAsync(table, ("pk", S("never")), ("ttl", S("x")));
        await PutAsync(table, ("pk", S("ancient")), ("ttl", N(1000)));
        await PutAsync(table, ("pk", S("moved")), ("ttl", N(TestCloud.Start.ToUnixTimeSeconds() + 100)));
        await PutAsync(table, ("pk", S("moved")), ("ttl", N(TestCloud.Start.ToUnixTimeSeconds() + 1000)));
        await Cloud.SettleAsync();
        Cloud.Advance(180);
        await Cloud.SettleAsync();

        var left = (await Dynamo.ScanAsync(new ScanInput { TableName = table })).Value.Items!;
        Assert.Equal(["ancient", "later", "moved", "never"], left.Select(item => item["pk"].S).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_resource_policy_has_revisions()
    {
        var table = await TableAsync();
        var arn = $"arn:aws:dynamodb:us-east-1:123456789012:table/{table}";
        const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"dynamodb:*","Resource":"*"}]}""";
        Assert.Equal("PolicyNotFoundException", (await Dynamo.GetResourcePolicyAsync(new GetResourcePolicyInput { ResourceArn = arn })).Error!.Code);

        var revision = (await Dynamo.PutResourcePolicyAsync(new PutResourcePolicyInput { ResourceArn = arn, Policy = Policy })).Value.RevisionId;

        var found = (await Dynamo.GetResourcePolicyAsync(new GetResourcePolicyInput { ResourceArn = arn })).Value;
        Assert.Equal((Policy, revision), (found.Policy, found.RevisionId));
        Assert.Equal("PolicyNotFoundException", (await Dynamo.DeleteResourcePolicyAsync(new DeleteResourcePolicyInput { ResourceArn = arn, ExpectedRevisionId = "1" })).Error!.Code);
        Assert.Null((await Dynamo.DeleteResourcePolicyAsync(new DeleteResourcePolicyInput { ResourceArn = arn, ExpectedRevisionId = revision })).Error);
    }

    private static CreateTableInput With(CreateTableInput table, Action<CreateTableInput> change)
    {
        change(table);
        return table;
    }
}
