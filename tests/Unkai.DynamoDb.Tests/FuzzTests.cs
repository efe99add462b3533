using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Unkai.Api.Contracts;

namespace Unkai.DynamoDb.Tests;

/// <summary>Requests of every operation with values that fit, do not fit, or make no sense together: an answer or an error of the caller's, never a failure.</summary>
public sealed class FuzzTests
{
    private static readonly string[] s_texts =
    [
        "fuzz", "missing", "pk", "sk", "a", "", "1", "-5", "index", "SET a = :v", "pk = :v", "pk = :v AND begins_with(sk, :w)", "attribute_exists(pk)", "#n", ":v", "ALL_OLD", "ALL_NEW", "COUNT",
        "arn:aws:dynamodb:us-east-1:123456789012:table/fuzz", "SELECT * FROM fuzz", "INSERT INTO fuzz VALUE {'pk': 'x'}", "size(a) > :v", "REMOVE a[3]", "ADD a :v", "HASH", "RANGE", "S", "N", "é\u0000",
        "TOTAL", "INDEXES", "SIZE", "PAY_PER_REQUEST", "PROVISIONED", "KEYS_ONLY", "NEW_IMAGE", "EQ", "BETWEEN", "OR", "PUT", "ADD", "DELETE", "99999999999999999999999999999999999999999", "1e400", "2030-01-01T00:00:00Z",
    ];

    [Fact]
    public void No_request_makes_the_service_fail() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static seed => RunAsync(seed).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    private static async Task RunAsync(int seed)
    {
        var random = new Dice(seed);
        await using var cloud = await TestCloud.OpenAsync(onDisk: false, isOneOfMany: true);
        await cloud.Call().InvokeAsync(
            "dynamodb",
            "CreateTable",
            """{"TableName":"fuzz","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"a","AttributeType":"N"}],"GlobalSecondaryIndexes":[{"IndexName":"index","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}],"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}"""u8.ToArray());
        for (var i = 0; i < 40; i++)
        {
            var service = random.Next(6) == 0 ? "dynamodbstreams" : "dynamodb";
            var contract = ContractCatalog.Find(service)!;
            var operation = contract.Operations[random.Next(contract.Operations.Length)];
            var request = Structure(random, operation.Input, 0);
            var answer = await cloud.Call().InvokeAsync(service, operation.Name, Encoding.UTF8.GetBytes(request.ToJsonString()));
            Assert.True(answer.Error is not { Status: >= 500 } || answer.Error.Code == "NotImplemented", $"{operation.Name} {request.ToJsonString()}: {answer.Error?.Message}");
        }
    }

    private static JsonObject Structure(Dice random, StructureContract contract, int depth)
    {
        var result = new JsonObject();
        foreach (var member in contract.Members)
        {
            if (random.Next(member.IsRequired ? 12 : depth > 0 ? 2 : 4) == 0 == !member.IsRequired)
            {
                result[member.PlainJsonName.ToString()] = Value(random, member, depth + 1);
            }
        }

        return result;
    }

    private static JsonNode? Value(Dice random, MemberContract member, int depth)
    {
        switch (member.Shape)
        {
            case StructureContract { Name: "AttributeValue" }:
                return random.Next(6) switch
                {
                    0 => new JsonObject { ["N"] = s_texts[random.Next(s_texts.Length)] },
                    1 => new JsonObject { ["N"] = $"{random.Next(9)}" },
                    2 => new JsonObject { ["SS"] = new JsonArray("a", random.Next(2) == 0 ? "a" : "b") },
                    3 => new JsonObject { ["M"] = new JsonObject { ["x"] = new JsonObject { ["NULL"] = true } } },
                    _ => new JsonObject { ["S"] = s_texts[random.Next(s_texts.Length)] },
                };
            case StructureContract structure:
                return depth > 5 ? new JsonObject() : Structure(random, structure, depth);
            case ListContract list:
                return new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, list.Element, depth + 1))]);
            case MapContract map:
                var result = new JsonObject();
                for (var i = random.Next(3); i > 0; i--)
                {
                    result[s_texts[random.Next(s_texts.Length)]] = Value(random, map.Value, depth + 1);
                }

                return result;
            case ScalarContract { EnumValues: { Length: > 0 } values } when random.Next(8) > 0:
                return values[random.Next(values.Length)];
            default:
                return member.Kind switch
                {
                    ShapeKind.Boolean => random.Next(2) == 0,
                    ShapeKind.Integer or ShapeKind.Long => random.Next(12) - 1,
                    ShapeKind.Double or ShapeKind.Float => random.Next(12) / 2.0,
                    ShapeKind.Timestamp => "2030-01-01T00:00:00Z",
                    ShapeKind.Blob => "AAEC",
                    _ => s_texts[random.Next(s_texts.Length)],
                };
        }
    }
}
