using System.Globalization;

namespace Unkai.Bench;

/// <summary>What clients do to DynamoDB; the floor gets the same bytes, reads and writes as many rows, and answers as many bytes.</summary>
internal sealed class DynamoDbWorkload
{
    private const int Partitions = 128;

    /// <summary>More than there are keys, each with a value of its own: what is written must differ from what is there, or nothing would be written.</summary>
    private const int Variants = 2 * Partitions;

    private const int ItemsPerPartition = 10;
    private const int ScannedItems = 3000;

    private readonly int _port;
    private readonly Requests _requests;
    private readonly byte[][] _puts;
    private readonly byte[][] _gets;
    private readonly byte[][] _queries;
    private readonly byte[][] _updates;
    private readonly byte[][] _transactions;
    private readonly byte[][] _batches;
    private readonly byte[] _scan;

    internal DynamoDbWorkload(int port, Requests requests)
    {
        _port = port;
        _requests = requests;
        _puts = Each(i => Write("PutItem", $"put 1 bench/{i % Partitions}", $$"""{"TableName":"bench","Item":{{Item(i % Partitions, i % Partitions % ItemsPerPartition, i)}}}"""));
        _gets = Each(i => Read("GetItem", $"read 1 bench/{i % Partitions}", $$"""{"TableName":"bench","Key":{{Key(i % Partitions, i % Partitions % ItemsPerPartition)}}}""", 560));
        _queries = Each(i => Read(
            "Query",
            $"read 10 bench/{i % Partitions}",
            $$$$$"""{"TableName":"bench","KeyConditionExpression":"pk = :p","ExpressionAttributeValues":{":p":{"S":"customer-{{{{{i % Partitions}}}}}"}}}""",
            5600));
        _updates = Each(i => Write(
            "UpdateItem",
            $"update 1 bench/{i % Partitions}",
            $$$$$"""{"TableName":"bench","Key":{{{{{Key(i % Partitions, i % Partitions % ItemsPerPartition)}}}}},"UpdateExpression":"SET visits = visits + :one","ConditionExpression":"attribute_exists(pk) AND visits >= :zero","ExpressionAttributeValues":{":one":{"N":"1"},":zero":{"N":"0"}}}"""));
        _transactions = Each(i => Write(
            "TransactWriteItems",
            $"update 4 bench/{i % Partitions}",
            "{\"TransactItems\":[" + string.Join(',', Enumerable.Range(0, 4).Select(k => $$$$$"""{"Put":{"TableName":"bench","Item":{{{{{Item(i % Partitions, k, i)}}}}}}}""")) + "]}"));
        _batches = Each(i => Write(
            "BatchWriteItem",
            $"update 25 bench/{i % Partitions}",
            "{\"RequestItems\":{\"bench\":["
            + string.Join(',', Enumerable.Range(0, 25).Select(k => $$$$$"""{"PutRequest":{"Item":{{{{{Item((i + (k / ItemsPerPartition)) % Partitions, k % ItemsPerPartition, i)}}}}}}}"""))
            + "]}}"));
        _scan = Read("Scan", $"read {ScannedItems} scanned", """{"TableName":"scanned"}""", 1_340_000);
    }

    internal async Task PrepareAsync()
    {
        using var connection = await LoadClient.Connection.OpenAsync(_port);
        foreach (var table in (string[])["bench", "scanned"])
        {
            await connection.SendAsync(Write(
                "CreateTable",
                "",
                $$"""{"TableName":"{{table}}","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"}],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}"""));
        }

        for (var i = 0; i < Partitions; i++)
        {
            for (var k = 0; k < ItemsPerPartition; k++)
            {
                await connection.SendAsync(Write("PutItem", $"put 10 bench/{i}", $$"""{"TableName":"bench","Item":{{Item(i, k)}}}"""));
            }
        }

        await connection.SendAsync(Write("DescribeTable", $"put {ScannedItems} scanned", $$"""{"TableName":"scanned"{{new string(' ', 450 * ScannedItems)}}}"""));
        for (var i = 0; i < ScannedItems; i++)
        {
            await connection.SendAsync(Write("PutItem", "", $$"""{"TableName":"scanned","Item":{{Item(i, 0)}}}"""));
        }
    }

    internal Task Put(LoadClient.Connection connection, int number) => SendAsync(connection, _puts, number);

    internal Task Get(LoadClient.Connection connection, int number) => SendAsync(connection, _gets, number);

    internal Task Query(LoadClient.Connection connection, int number) => SendAsync(connection, _queries, number);

    internal Task Update(LoadClient.Connection connection, int number) => SendAsync(connection, _updates, number);

    internal Task Transact(LoadClient.Connection connection, int number) => SendAsync(connection, _transactions, number);

    internal Task Batch(LoadClient.Connection connection, int number) => SendAsync(connection, _batches, number);

    internal async Task Scan(LoadClient.Connection connection, int number) => await connection.SendAsync(_scan);

    private static async Task SendAsync(LoadClient.Connection connection, byte[][] requests, int number) => await connection.SendAsync(requests[number % requests.Length]);

    private static byte[][] Each(Func<int, byte[]> build) => [.. Enumerable.Range(0, Variants).Select(build)];

    private static string Key(int partition, int sort) => string.Create(CultureInfo.InvariantCulture, $$$"""{"pk":{"S":"customer-{{{partition}}}"},"sk":{"N":"{{{sort}}}"}}""");

    /// <summary>About 400 bytes by DynamoDB's rules.</summary>
    private static string Item(int partition, int sort, int visits = 1) => string.Create(
        CultureInfo.InvariantCulture,
        $$$$$"""{"pk":{"S":"customer-{{{{{partition}}}}}"},"sk":{"N":"{{{{{sort}}}}}"},"visits":{"N":"{{{{{visits}}}}}"},"name":{"S":"{{{{{new string('n', 120)}}}}}"},"address":{"M":{"street":{"S":"{{{{{new string('s', 100)}}}}}"},"city":{"S":"Kyoto"}}},"tags":{"SS":["new","kept"]},"isMember":{"BOOL":true},"note":{"S":"{{{{{new string('o', 100)}}}}}"}}""");

    private byte[] Write(string operation, string order, string body) => Build(operation, order, body, null);

    /// <param name="operation">The operation.</param>
    /// <param name="order">What the floor does.</param>
    /// <param name="body">The operation's request.</param>
    /// <param name="answerBytes">How long the answer is, for the floor.</param>
    private byte[] Read(string operation, string order, string body, int answerBytes) => Build(operation, order, body, answerBytes);

    private byte[] Build(string operation, string order, string body, int? answerBytes) =>
        StoreFloor.WithOrder(_requests.Json("dynamodb", "DynamoDB_20120810." + operation, body), order, answerBytes);
}
