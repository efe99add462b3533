using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Unkai.Api;
using Unkai.Api.Json;
using Unkai.Cloud;
using Unkai.DynamoDb.Jobs;
using Unkai.Storage;

namespace Unkai.DynamoDb.Transactions;

/// <summary>Client request tokens: the same request under the same token, within ten minutes, is carried out once.</summary>
/// <remarks>Source: DynamoDB API reference, TransactWriteItems, ClientRequestToken.</remarks>
internal static class Tokens
{
    private const int KeptMinutes = 10;

    private static AwsError Mismatch { get; } = new(
        "IdempotentParameterMismatchException",
        400,
        "DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.");

    /// <summary>What a request does, without how it is to be answered.</summary>
    internal static string DigestOf(Shape request)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, JsonShapeWriter.Options))
        {
            JsonShapeWriter.Write(writer, request);
        }

        return Convert.ToHexString(SHA256.HashData(buffer.WrittenSpan));
    }

    /// <summary>Whether the request was carried out before; an error if another one was.</summary>
    internal static async ValueTask<Outcome<bool>> WasDoneAsync(Transaction transaction, Call call, string token, string digest)
    {
        var key = (call.Account.Value, call.Region, token);
        var now = call.Clock.GetUtcNow();
        if (await DynamoDbTables.Tokens.GetAsync(transaction, key) is { } record && record.ExpiresAt > now)
        {
            return record.Digest == digest ? true : Mismatch;
        }

        return false;
    }

    /// <summary>Remembers a request; a job forgets all of a minute's together.</summary>
    internal static async ValueTask RememberAsync(Transaction transaction, Call call, string token, string digest)
    {
        var expires = call.Clock.GetUtcNow().AddMinutes(KeptMinutes);
        var minute = (expires.ToUnixTimeSeconds() / 60) + 1;
        DynamoDbTables.Tokens.Put(transaction, (call.Account.Value, call.Region, token), new TokenRecord(digest, expires));
        DynamoDbTables.ExpiringTokens.Put(transaction, (minute, call.Account.Value, call.Region, token), DynamoDbTables.Present);
        if (!await DynamoDbTables.TokenMinutes.ContainsAsync(transaction, minute))
        {
            DynamoDbTables.TokenMinutes.Put(transaction, minute, DynamoDbTables.Present);
            transaction.Enqueue(ForgetTokens.JobOf(minute));
        }
    }
}
