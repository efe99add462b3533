using System.Globalization;
using System.Text;
using Unkai.Cloud.Jobs;
using Unkai.Storage;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Forgets the transactions' tokens whose time ended in one minute.</summary>
internal static class ForgetTokens
{
    internal const string Kind = "dynamodb.forgettokens";

    private const int TokensMax = 1000;

    internal static Job JobOf(long minute) =>
        new(Kind, DateTimeOffset.FromUnixTimeSeconds(minute * 60), Encoding.ASCII.GetBytes(minute.ToString(CultureInfo.InvariantCulture)));

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var minute = long.Parse(Encoding.ASCII.GetString(run.Job.Payload.Span), CultureInfo.InvariantCulture);
        while (await run.World.Store.TransactAsync(
            run.World.Name,
            async transaction =>
            {
                var rows = await DynamoDbTables.ExpiringTokens.RangeAsync(transaction, DynamoDbTables.ExpiringTokens.Under(minute).All, TokensMax);
                foreach (var (key, _) in rows)
                {
                    var token = (key.Account, key.Region, key.Token);
                    if (await DynamoDbTables.Tokens.GetAsync(transaction, token) is { } record && record.ExpiresAt.ToUnixTimeSeconds() / 60 < minute)
                    {
                        DynamoDbTables.Tokens.Delete(transaction, token);
                    }

                    DynamoDbTables.ExpiringTokens.Delete(transaction, key);
                }

                if (rows.Count < TokensMax)
                {
                    DynamoDbTables.TokenMinutes.Delete(transaction, minute);
                }

                return rows.Count == TokensMax;
            },
            run.Cancellation))
        {
        }

        return JobResult.Done;
    }
}
