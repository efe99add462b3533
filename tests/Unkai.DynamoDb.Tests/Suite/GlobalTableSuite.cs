using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests.Suite;

public abstract class GlobalTableSuite(bool onDisk) : DynamoDbSuite(onDisk)
{
    private DynamoDbClient Other => Cloud.Call().In("eu-west-1").DynamoDb;

    [Fact]
    public async Task A_replica_gets_what_is_there_and_what_is_written_on_either_side()
    {
        var table = await TableAsync();
        await PutAsync(table, ("pk", S("before")));
        var updated = await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = table, ReplicaUpdates = [new() { Create = new() { RegionName = "eu-west-1" } }] });
        Assert.Equal("CREATING", Assert.Single(updated.Value.TableDescription!.Replicas!).ReplicaStatus);
        await Cloud.SettleAsync();

        var described = (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = table })).Value.Table!;
        Assert.Equal(("2019.11.21", "ACTIVE"), (described.GlobalTableVersion, described.Replicas![0].ReplicaStatus));
        Assert.Equal("us-east-1", Assert.Single((await Other.DescribeTableAsync(new DescribeTableInput { TableName = table })).Value.Table!.Replicas!).RegionName);
        Assert.Equal("before", Assert.Single((await Other.ScanAsync(new ScanInput { TableName = table })).Value.Items!)["pk"].S);

        await PutAsync(table, ("pk", S("here")), ("n", N(1)));
        await Other.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("there"))) });
        Assert.Null((await Other.GetItemAsync(new GetItemInput { TableName = table, Key = Item(("pk", S("here"))) })).Value.Item);
        await Cloud.SettleAsync();
        Assert.Equal("1", (await Other.GetItemAsync(new GetItemInput { TableName = table, Key = Item(("pk", S("here"))) })).Value.Item!["n"].N);
        Assert.NotNull(await GetAsync(table, ("pk", S("there"))));
        await Other.DeleteItemAsync(new DeleteItemInput { TableName = table, Key = Item(("pk", S("here"))) });
        await Cloud.SettleAsync();
        Assert.Null(await GetAsync(table, ("pk", S("here"))));
    }

    [Fact]
    public async Task Tables_are_joined_to_a_global_table_of_the_older_version()
    {
        var table = await TableAsync(change: WithStream);
        Assert.Equal("GlobalTableNotFoundException", (await Dynamo.DescribeGlobalTableAsync(new DescribeGlobalTableInput { GlobalTableName = table })).Error!.Code);
        var asked = new CreateGlobalTableInput { GlobalTableName = table, ReplicationGroup = [new() { RegionName = "us-east-1" }, new() { RegionName = "eu-west-1" }] };
        AssertError("TableNotFoundException", "Table not found: " + table, (await Dynamo.CreateGlobalTableAsync(asked)).Error);
        await MakeAsync("eu-west-1", table);

        var created = (await Dynamo.CreateGlobalTableAsync(asked)).Value.GlobalTableDescription!;
        Assert.Equal(("CREATING", $"arn:aws:dynamodb::123456789012:global-table/{table}"), (created.GlobalTableStatus, created.GlobalTableArn));
        Assert.Equal("GlobalTableAlreadyExistsException", (await Dynamo.CreateGlobalTableAsync(asked)).Error!.Code);
        await Cloud.RestartAsync();

        var described = (await Other.DescribeGlobalTableAsync(new DescribeGlobalTableInput { GlobalTableName = table })).Value.GlobalTableDescription!;
        Assert.Equal(("ACTIVE", "eu-west-1 us-east-1"), (described.GlobalTableStatus, string.Join(' ', described.ReplicationGroup!.Select(replica => replica.RegionName))));
        Assert.Equal(table, Assert.Single((await Dynamo.ListGlobalTablesAsync(new ListGlobalTablesInput())).Value.GlobalTables!).GlobalTableName);
        var settings = (await Dynamo.DescribeGlobalTableSettingsAsync(new DescribeGlobalTableSettingsInput { GlobalTableName = table })).Value.ReplicaSettings!;
        Assert.Equal(["us-east-1", "eu-west-1"], settings.Select(replica => replica.RegionName));
        var own = (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = table })).Value.Table!;
        Assert.Equal(("2017.11.29", null), (own.GlobalTableVersion, own.Replicas));

        await PutAsync(table, ("pk", S("a")));
        await Cloud.SettleAsync();
        Assert.Equal(1, (await Other.ScanAsync(new ScanInput { TableName = table })).Value.Count);
    }

    [Fact]
    public async Task A_global_table_of_the_older_version_takes_empty_tables_and_lets_them_go()
    {
        var table = await TableAsync(change: WithStream);
        Assert.Null((await Dynamo.CreateGlobalTableAsync(new CreateGlobalTableInput { GlobalTableName = table, ReplicationGroup = [new() { RegionName = "us-east-1" }] })).Error);
        async Task<Api.AwsError?> UpdateAsync(ReplicaUpdate update) => (await Dynamo.UpdateGlobalTableAsync(new UpdateGlobalTableInput { GlobalTableName = table, ReplicaUpdates = [update] })).Error;

        Assert.Equal("TableNotFoundException", (await UpdateAsync(new() { Create = new() { RegionName = "eu-west-1" } }))!.Code);
        Assert.Equal("ReplicaAlreadyExistsException", (await UpdateAsync(new() { Create = new() { RegionName = "us-east-1" } }))!.Code);
        Assert.Equal("ReplicaNotFoundException", (await UpdateAsync(new() { Delete = new() { RegionName = "eu-west-1" } }))!.Code);

        await MakeAsync("eu-west-1", table);
        await Other.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("there"))) });
        AssertInvalid(
            $"One or more parameter values were invalid: Table {table} in region eu-west-1 cannot be a replica: it is not empty",
            await UpdateAsync(new() { Create = new() { RegionName = "eu-west-1" } }));
        await Other.DeleteItemAsync(new DeleteItemInput { TableName = table, Key = Item(("pk", S("there"))) });
        Assert.Null(await UpdateAsync(new() { Create = new() { RegionName = "eu-west-1" } }));
        await PutAsync(table, ("pk", S("a")));
        await Cloud.SettleAsync();

        Assert.Null(await UpdateAsync(new() { Delete = new() { RegionName = "eu-west-1" } }));
        await PutAsync(table, ("pk", S("b")));
        await Cloud.SettleAsync();
        Assert.Equal("a", Assert.Single((await Other.ScanAsync(new ScanInput { TableName = table })).Value.Items!)["pk"].S);
        Assert.Equal("GlobalTableNotFoundException", (await Other.DescribeGlobalTableAsync(new DescribeGlobalTableInput { GlobalTableName = table })).Error!.Code);
    }

    private static void WithStream(CreateTableInput definition) => definition.StreamSpecification = new() { StreamEnabled = true, StreamViewType = "NEW_AND_OLD_IMAGES" };

    private async Task MakeAsync(string region, string table)
    {
        var definition = Definition(table);
        WithStream(definition);
        Assert.Null((await Cloud.Call().In(region).DynamoDb.CreateTableAsync(definition)).Error);
    }

    [Fact]
    public async Task No_table_streams_to_Kinesis()
    {
        var table = await TableAsync();
        Assert.Empty((await Dynamo.DescribeKinesisStreamingDestinationAsync(new DescribeKinesisStreamingDestinationInput { TableName = table })).Value.KinesisDataStreamDestinations!);
    }

    [Fact]
    public async Task A_replica_has_settings_of_its_own_which_all_regions_tell()
    {
        var table = await TableAsync(change: definition =>
        {
            definition.AttributeDefinitions = Attributes("pk", "g");
            definition.GlobalSecondaryIndexes = [Global("by-g", "g")];
        });
        async Task<Api.Outcome<UpdateTableOutput>> ChangeAsync(DynamoDbClient client, UpdateReplicationGroupMemberAction change) =>
            await client.UpdateTableAsync(new UpdateTableInput { TableName = table, ReplicaUpdates = [new() { Update = change }] });

        await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = table, ReplicaUpdates = [new() { Create = new() { RegionName = "eu-west-1", KMSMasterKeyId = "alias/first" } }] });
        await Cloud.SettleAsync();

        var change = new UpdateReplicationGroupMemberAction
        {
            RegionName = "eu-west-1",
            TableClassOverride = "STANDARD_INFREQUENT_ACCESS",
            OnDemandThroughputOverride = new() { MaxReadRequestUnits = 7 },
            GlobalSecondaryIndexes = [new() { IndexName = "by-g", OnDemandThroughputOverride = new() { MaxReadRequestUnits = 5 } }],
        };
        Assert.Equal("UPDATING", (await ChangeAsync(Dynamo, change)).Value.TableDescription!.Replicas![0].ReplicaStatus);
        await Cloud.RestartAsync();

        var replica = Assert.Single((await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = table })).Value.Table!.Replicas!);
        Assert.Equal(("alias/first", "STANDARD_INFREQUENT_ACCESS", "ACTIVE"), (replica.KMSMasterKeyId, replica.ReplicaTableClassSummary!.TableClass, replica.ReplicaStatus));
        Assert.Equal((7L, 5L), (replica.OnDemandThroughputOverride!.MaxReadRequestUnits, replica.GlobalSecondaryIndexes![0].OnDemandThroughputOverride!.MaxReadRequestUnits));
        var own = (await Other.DescribeTableAsync(new DescribeTableInput { TableName = table })).Value.Table!;
        Assert.Equal(("STANDARD_INFREQUENT_ACCESS", 7L), (own.TableClassSummary!.TableClass, own.OnDemandThroughput!.MaxReadRequestUnits));
        Assert.Equal(5, own.GlobalSecondaryIndexes![0].OnDemandThroughput!.MaxReadRequestUnits);

        Assert.Null((await ChangeAsync(Other, new() { RegionName = "us-east-1", KMSMasterKeyId = "alias/second" })).Error);
        Assert.Equal("alias/second", (await Other.DescribeTableAsync(new DescribeTableInput { TableName = table })).Value.Table!.Replicas![0].KMSMasterKeyId);
        AssertInvalid("One or more parameter values were invalid: Replica with region eu-west-3 does not exist in the global table", (await ChangeAsync(Dynamo, new() { RegionName = "eu-west-3", KMSMasterKeyId = "a" })).Error);
        AssertInvalid(
            "One or more parameter values were invalid: ProvisionedThroughputOverride cannot be specified when BillingMode is PAY_PER_REQUEST",
            (await ChangeAsync(Dynamo, new() { RegionName = "eu-west-1", ProvisionedThroughputOverride = new() { ReadCapacityUnits = 1 } })).Error);
    }

    [Fact]
    public async Task Time_to_live_is_switched_on_in_all_regions()
    {
        var table = await TableAsync();
        async Task AddAsync(string region)
        {
            Assert.Null((await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = table, ReplicaUpdates = [new() { Create = new() { RegionName = region } }] })).Error);
            await Cloud.SettleAsync();
        }

        await AddAsync("eu-west-1");
        Assert.Null((await Dynamo.UpdateTimeToLiveAsync(new UpdateTimeToLiveInput { TableName = table, TimeToLiveSpecification = new() { Enabled = true, AttributeName = "ttl" } })).Error);
        await AddAsync("eu-west-2");
        await Cloud.RestartAsync();

        foreach (var region in new[] { "us-east-1", "eu-west-1", "eu-west-2" })
        {
            Assert.Equal("ttl", (await Cloud.Call().In(region).DynamoDb.DescribeTimeToLiveAsync(new DescribeTimeToLiveInput { TableName = table })).Value.TimeToLiveDescription!.AttributeName);
        }

        await PutAsync(table, ("pk", S("a")), ("ttl", N(TestCloud.Start.ToUnixTimeSeconds() + 60)));
        await Cloud.SettleAsync();
        Cloud.Advance(180);
        await Cloud.SettleAsync();
        Assert.Empty((await Other.ScanAsync(new ScanInput { TableName = table })).Value.Items!);
    }

    [Fact]
    public async Task The_later_of_two_writes_wins_everywhere()
    {
        var table = await TableAsync();
        await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = table, ReplicaUpdates = [new() { Create = new() { RegionName = "eu-west-1" } }] });
        await Cloud.SettleAsync();

        await Other.PutItemAsync(new PutItemInput { TableName = table, Item = Item(("pk", S("a")), ("n", N(1))) });
        Cloud.Advance(1);
        await PutAsync(table, ("pk", S("a")), ("n", N(2)));
        await Cloud.SettleAsync();

        Assert.Equal("2", (await GetAsync(table, ("pk", S("a"))))!["n"].N);
        Assert.Equal("2", (await Other.GetItemAsync(new GetItemInput { TableName = table, Key = Item(("pk", S("a"))) })).Value.Item!["n"].N);
    }

    [Fact]
    public async Task A_replica_that_is_removed_is_gone_and_forgotten()
    {
        var table = await TableAsync();
        await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = table, ReplicaUpdates = [new() { Create = new() { RegionName = "eu-west-1" } }] });
        await Cloud.SettleAsync();
        Assert.Null((await Dynamo.UpdateTableAsync(new UpdateTableInput { TableName = table, ReplicaUpdates = [new() { Delete = new() { RegionName = "eu-west-1" } }] })).Error);

        Assert.Equal("ResourceNotFoundException", (await Other.DescribeTableAsync(new DescribeTableInput { TableName = table })).Error!.Code);
        Assert.Null((await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = table })).Value.Table!.Replicas);
        await PutAsync(table, ("pk", S("alone")));
        await Cloud.SettleAsync();
    }
}
