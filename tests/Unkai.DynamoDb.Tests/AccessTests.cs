using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Api.DynamoDbStreams;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;

namespace Unkai.DynamoDb.Tests;

public sealed class AccessTests
{
    private const string Arn = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";

    [Fact]
    public async Task A_transaction_wants_what_its_parts_want()
    {
        await using var cloud = await OpenAsync();

        var accesses = await DescribeAsync(cloud, "TransactWriteItems", new TransactWriteItemsInput
        {
            TransactItems =
            [
                new() { Put = new() { TableName = "orders", Item = new() { ["pk"] = new() { S = "a" } } } },
                new() { ConditionCheck = new() { TableName = Arn, Key = new() { ["pk"] = new() { S = "b" } } } },
            ],
        });

        Assert.Equal([("dynamodb:PutItem", Arn), ("dynamodb:ConditionCheckItem", Arn)], accesses.Select(access => (access.Action, access.Resource)));
        Assert.Equal("a", Assert.Single(Assert.Single(accesses[0].Keys).Value));
    }

    [Fact]
    public async Task A_query_of_an_index_is_about_the_index()
    {
        await using var cloud = await OpenAsync();

        var access = Assert.Single(await DescribeAsync(cloud, "Query", new QueryInput { TableName = "orders", IndexName = "colors" }));
        Assert.Equal(("dynamodb:Query", Arn + "/index/colors"), (access.Action, access.Resource));
    }

    [Fact]
    public async Task Another_account_reaches_a_table_by_its_arn_and_meets_its_policy()
    {
        await using var cloud = await OpenAsync();
        const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"dynamodb:GetItem","Resource":"*"}]}""";
        Assert.Null((await cloud.Call().DynamoDb.PutResourcePolicyAsync(new PutResourcePolicyInput { ResourceArn = Arn, Policy = Policy })).Error);
        await cloud.Call().DynamoDb.PutItemAsync(new PutItemInput { TableName = "orders", Item = new() { ["pk"] = new() { S = "a" } } });
        var request = new GetItemInput { TableName = Arn, Key = new() { ["pk"] = new() { S = "a" } } };

        var access = Assert.Single(await DescribeAsync(cloud, "GetItem", request, "210987654321"));
        Assert.Equal(("123456789012", true), (access.Owner!.Value.Value, access.ResourcePolicy is not null));
        Assert.NotNull((await cloud.Call("210987654321").DynamoDb.GetItemAsync(request)).Value.Item);
    }

    [Fact]
    public async Task Streams_are_resources_of_their_own()
    {
        await using var cloud = await OpenAsync();
        const string Stream = Arn + "/stream/2030-01-01T00:00:00.000";
        var service = new DynamoDbStreamsService();

        var access = Assert.Single(await service.DescribeAccessAsync(
            cloud.Call(), service.Contract.Operations.Single(one => one.Name == "DescribeStream"), new DescribeStreamInput { StreamArn = Stream }));
        Assert.Equal(("dynamodb:DescribeStream", Stream), (access.Action, access.Resource));
    }

    [Fact]
    public async Task A_stream_has_a_policy_of_its_own()
    {
        await using var cloud = await OpenAsync();
        var dynamo = cloud.Call().DynamoDb;
        const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"dynamodb:DescribeStream","Resource":"*"}]}""";
        var stream = (await dynamo.UpdateTableAsync(new UpdateTableInput { TableName = "orders", StreamSpecification = new() { StreamEnabled = true, StreamViewType = "KEYS_ONLY" } }))
            .Value.TableDescription!.LatestStreamArn!;
        Assert.Equal("PolicyNotFoundException", (await dynamo.GetResourcePolicyAsync(new GetResourcePolicyInput { ResourceArn = stream })).Error!.Code);
        var revision = (await dynamo.PutResourcePolicyAsync(new PutResourcePolicyInput { ResourceArn = stream, Policy = Policy })).Value.RevisionId;
        Assert.Equal((Policy, revision), await ReadAsync(stream));
        Assert.Equal("PolicyNotFoundException", (await dynamo.GetResourcePolicyAsync(new GetResourcePolicyInput { ResourceArn = Arn })).Error!.Code);

        var service = new DynamoDbStreamsService();
        var access = Assert.Single(await service.DescribeAccessAsync(
            cloud.Call("210987654321"), service.Contract.Operations.Single(one => one.Name == "DescribeStream"), new DescribeStreamInput { StreamArn = stream }));
        Assert.Equal(("123456789012", true), (access.Owner!.Value.Value, access.ResourcePolicy is not null));

        Assert.Equal(revision, (await dynamo.DeleteResourcePolicyAsync(new DeleteResourcePolicyInput { ResourceArn = stream })).Value.RevisionId);
        Assert.Equal("PolicyNotFoundException", (await dynamo.GetResourcePolicyAsync(new GetResourcePolicyInput { ResourceArn = stream })).Error!.Code);

        async Task<(string?, string?)> ReadAsync(string arn)
        {
            var read = (await dynamo.GetResourcePolicyAsync(new GetResourcePolicyInput { ResourceArn = arn })).Value;
            return (read.Policy, read.RevisionId);
        }
    }

    private static async Task<TestCloud> OpenAsync()
    {
        var cloud = await TestCloud.OpenAsync(onDisk: false, isOneOfMany: true);
        await cloud.Call().DynamoDb.CreateTableAsync(new CreateTableInput
        {
            TableName = "orders",
            BillingMode = "PAY_PER_REQUEST",
            KeySchema = [new() { AttributeName = "pk", KeyType = "HASH" }],
            AttributeDefinitions = [new() { AttributeName = "pk", AttributeType = "S" }],
        });
        return cloud;
    }

    private static async Task<IReadOnlyList<Access>> DescribeAsync(TestCloud cloud, string operation, Shape request, string account = "123456789012")
    {
        var service = new DynamoDbService();
        return await service.DescribeAccessAsync(cloud.Call(account), service.Contract.Operations.Single(one => one.Name == operation), request);
    }
}
