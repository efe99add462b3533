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
    [InlineData("TagResource", """{"ResourceArn":"arn:aws:dynamodb:us-east-1:123456789012:table/abc","Tags":[]}""", "Atleast one Tag needs to be provided as Input.")]
    [InlineData("ListTagsOfResource", """{"ResourceArn":"abcd"}""", "Invalid TableArn: Invalid ResourceArn provided as input abcd")]
    [InlineData(
        "UntagResource",
        """{"ResourceArn":"arn:aws:dynamodb:eu-west-1:123456789012:table/abc","TagKeys":["a"]}""",
        "Invalid TableArn: Invalid ResourceArn provided as input arn:aws:dynamodb:eu-west-1:123456789012:table/abc")]
    [InlineData("Scan", """{"TableName":"abc","ConditionalOperator":"AND"}""", "ConditionalOperator cannot be used without Filter or Expected")]
    [InlineData(
        "Scan",
        """{"TableName":"abc","ConditionalOperator":"AND","ScanFilter":{"a":{"ComparisonOperator":"NULL"}}}""",
        "ConditionalOperator can only be used when Filter or Expected has two or more elements")]
    [InlineData(
        "PutItem",
        """{"TableName":"abc","Item":{"a":{"S":"a"}},"ConditionalOperator":"OR","Expected":{"a":{"Exists":false}}}""",
        "ConditionalOperator can only be used when Filter or Expected has two or more elements")]
    [InlineData(
        "DeleteItem",
        """{"TableName":"abc","Key":{"a":{"S":"a"}},"Expected":{"v":{"Exists":true}}}""",
        "1 validation error detected: One or more parameter values were invalid: Value must be provided when Exists is true for Attribute: v")]
    [InlineData(
        "DeleteItem",
        """{"TableName":"abc","Key":{"a":{"S":"a"}},"ConditionExpression":"attribute_exists(a) = :v","ExpressionAttributeValues":{":v":{"BOOL":true}}}""",
        "Invalid ConditionExpression: The function is not allowed to be used this way in an expression; function: attribute_exists")]
    [InlineData("ExecuteStatement", """{"Statement":"DELETE FROM abc WHERE a = 1 RETURNING ALL NEW *"}""", "Statement wasn't well formed, can't be processed: Unexpected token at 43: NEW")]
    [InlineData("Query", """{"TableName":"abc","KeyConditionExpression":"a ="}""", "Invalid KeyConditionExpression: Syntax error; token: \"<EOF>\", near: \"=\"")]
    [InlineData(
        "Query",
        """{"TableName":"abc","KeyConditionExpression":"a = :a","ExpressionAttributeValues":{":a":{"S":"a"},":b":{"S":"b"}}}""",
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}")]
    [InlineData("PutItem", """{"TableName":"abc","Item":{"a":{}},"ReturnValues":"ALL_NEW","ExpressionAttributeNames":{}}""", "ExpressionAttributeNames can only be specified when using expressions")]
    [InlineData(
        "PutItem",
        """{"TableName":"abc","Item":{"a":{}},"ReturnValues":"ALL_NEW","ConditionExpression":""}""",
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("DeleteItem", """{"TableName":"abc","Key":{"a":{"S":"a"}},"ReturnValues":"ALL_NEW","ConditionExpression":""}""", "ReturnValues can only be ALL_OLD or NONE")]
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
