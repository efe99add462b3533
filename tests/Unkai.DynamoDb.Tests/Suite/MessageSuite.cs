using System.Text;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests.Suite;

/// <summary>What AWS answers to requests that it refuses before it looks at any table.</summary>
public abstract class MessageSuite(bool onDisk) : DynamoDbSuite(onDisk)
{
    [Theory]
    [InlineData("BatchGetItem", """{"RequestItems":{}}""", "The requestItems parameter is required for BatchGetItem")]
    [InlineData("BatchWriteItem", """{"RequestItems":{}}""", "The requestItems parameter is required for BatchWriteItem")]
    [InlineData(
        "BatchWriteItem",
        """{"RequestItems":{"abc":[]}}""",
        "1 validation error detected: Value '{abc=[]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]")]
    [InlineData(
        "PutItem",
        """{"TableName":"abc","Item":{"a":{"S":"a"}},"ReturnValues":"x"}""",
        "1 validation error detected: Value 'x' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]")]
    [InlineData(
        "Query",
        """{"TableName":"abc","Select":"x"}""",
        "1 validation error detected: Value 'x' at 'select' failed to satisfy constraint: Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]")]
    [InlineData("ExecuteStatement", """{"Statement":"foo"}""", "Statement wasn't well formed, can't be processed: Expected data manipulation")]
    [InlineData(
        "UpdateTable",
        """{"TableName":"abc","GlobalSecondaryIndexUpdates":[]}""",
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required")]
    public async Task A_request_is_refused_in_these_words(string operation, string request, string message) =>
        AssertInvalid(message, (await Cloud.Call().InvokeAsync("dynamodb", operation, Encoding.UTF8.GetBytes(request))).Error);

    [Fact]
    public async Task Too_many_keys_of_one_table_are_named_by_their_place()
    {
        var keys = string.Join(',', Enumerable.Range(0, 101).Select(i => "{\"a\":{\"S\":\"" + i + "\"}}"));

        AssertInvalid(
            "1 validation error detected: Value at 'RequestItems.abc.member.Keys' failed to satisfy constraint: Member must have length less than or equal to 100",
            (await Cloud.Call().InvokeAsync("dynamodb", "BatchGetItem", Encoding.UTF8.GetBytes("{\"RequestItems\":{\"abc\":{\"Keys\":[" + keys + "]}}}"))).Error);
    }

    [Fact]
    public async Task An_item_that_is_too_large_is_refused_before_its_table_is_missed() => AssertInvalid(
        "Item size has exceeded the maximum allowed size",
        (await Dynamo.PutItemAsync(new() { TableName = "missing", Item = Item(("pk", S(new string('x', 401 * 1024)))) })).Error);
}
