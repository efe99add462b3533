using System.Globalization;

namespace Unkai.Bench;

/// <summary>What clients do to DynamoDB. Each request tells the floor how long an answer is to be (<c>x-floor-bytes</c>), and servers do not look at that.</summary>
internal sealed class DynamoDbWorkload(int port)
{
    private const int Variants = 256;
    private const string Pad = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

    private readonly Requests _requests = new(port, "test", "test");

    internal static IReadOnlyList<(string Name, int Share, Func<DynamoDbWorkload, Func<LoadClient.Connection, int, Task>> Work)> All { get; } =
    [
        ("DynamoDB put 400 B", 1, workload => Send(i => workload.Request("PutItem", $$"""{"TableName":"bench","Item":{{Item($"p{i}", i)}}}""", 2))),
        ("DynamoDB get 400 B", 1, workload => Send(i => workload.Request("GetItem", $$$$"""{"TableName":"bench","Key":{"pk":{"S":"p{{{{i}}}}"},"sk":{"N":"{{{{i}}}}"}}}""", 500))),
        ("DynamoDB query of 10", 1, workload => Send(i => workload.Request(
            "Query", $$$"""{"TableName":"bench","KeyConditionExpression":"pk = :p AND sk >= :s","ExpressionAttributeValues":{":p":{"S":"q{{{i % 16}}}"},":s":{"N":"5"}},"Limit":10}""", 5000))),
        ("DynamoDB update with condition", 1, workload => Send(i => workload.Request(
            "UpdateItem",
            $$$$"""{"TableName":"bench","Key":{"pk":{"S":"p{{{{i}}}}"},"sk":{"N":"{{{{i}}}}"}},"UpdateExpression":"SET n = if_not_exists(n, :z) + :o","ConditionExpression":"attribute_not_exists(missing) OR n < :z","ExpressionAttributeValues":{":o":{"N":"1"},":z":{"N":"0"}}}""",
            2))),
        ("DynamoDB transact write of 4", 1, workload => Send(i => workload.Request(
            "TransactWriteItems",
            $$"""{"TransactItems":[{{string.Join(',', Enumerable.Range(0, 4).Select(part => $$$$"""{"Put":{"TableName":"bench","Item":{{{{Item($"t{i}", part)}}}}}}"""))}}]}""",
            2))),
        ("DynamoDB batch write of 25", 8, workload => Send(i => workload.Request(
            "BatchWriteItem",
            $$$"""{"RequestItems":{"bench":[{{{string.Join(',', Enumerable.Range(0, 25).Select(part => $$$$"""{"PutRequest":{"Item":{{{{Item($"b{i}", part)}}}}}}"""))}}}]}}""",
            24))),
        ("DynamoDB scan of 1 MB", 100, workload => Send(_ => workload.Request("Scan", """{"TableName":"bench"}""", 1_300_000))),
    ];

    /// <summary>A table with what is read: 256 single items, 16 partitions of 40, and enough for a page of a scan.</summary>
    internal async Task PrepareAsync()
    {
        using var connection = await LoadClient.Connection.OpenAsync(port);
        await connection.SendAsync(Request(
            "CreateTable",
            """{"TableName":"bench","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"}]}""",
            2));
        for (var i = 0; i < Variants; i++)
        {
            await connection.SendAsync(Request("PutItem", $$"""{"TableName":"bench","Item":{{Item($"p{i}", i)}}}""", 2));
        }

        for (var i = 0; i < 16 * 40; i++)
        {
            await connection.SendAsync(Request("PutItem", $$"""{"TableName":"bench","Item":{{Item($"q{i % 16}", i / 16)}}}""", 2));
        }

        for (var i = 0; i < 3000; i++)
        {
            await connection.SendAsync(Request("PutItem", $$"""{"TableName":"bench","Item":{{Item($"s{i}", 0)}}}""", 2));
        }
    }

    /// <summary>An item of about 400 bytes.</summary>
    internal static string Item(string partition, int sort) => string.Create(
        CultureInfo.InvariantCulture,
        $$$$"""{"pk":{"S":"{{{{partition}}}}"},"sk":{"N":"{{{{sort}}}}"},"name":{"S":"{{{{Pad}}}}"},"mail":{"S":"{{{{Pad}}}}"},"count":{"N":"12345"},"tags":{"L":[{"S":"one"},{"S":"two"}]},"text":{"S":"{{{{Pad}}}}{{{{Pad[..50]}}}}"}}""");

    internal byte[] Request(string operation, string body, int answerBytes) =>
        _requests.Json("dynamodb", $"DynamoDB_20120810.{operation}", body, "1.0", ("x-floor-bytes", answerBytes.ToString(CultureInfo.InvariantCulture)));

    private static Func<LoadClient.Connection, int, Task> Send(Func<int, byte[]> request)
    {
        var requests = Enumerable.Range(0, Variants).Select(request).ToArray();
        return async (connection, number) => await connection.SendAsync(requests[number % Variants]);
    }
}
