using System.Globalization;
using Unkai.Api;

namespace Unkai.DynamoDb.Model;

/// <summary>Provisioned capacity, in units a second.</summary>
internal sealed record ThroughputRecord(long Read, long Write)
{
    private const int FreeDecreases = 4;

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    public DateTimeOffset? IncreasedAt { get; init; }

    public DateTimeOffset? DecreasedAt { get; init; }

    /// <summary>How often it was lowered on the day (UTC) of <see cref="DecreasedAt"/>.</summary>
    public int Decreases { get; init; }

    internal int DecreasesOn(DateTimeOffset now) => DecreasedAt?.UtcDateTime.Date == now.UtcDateTime.Date ? Decreases : 0;

    /// <summary>
    /// Why it may not be lowered now. Source: DynamoDB Developer Guide, Quotas, "Decreasing provisioned throughput": four times at any time of a day (UTC), and once more
    /// after an hour without.
    /// </summary>
    internal AwsError? CheckDecrease(long read, long write, DateTimeOffset now)
    {
        if ((read >= Read && write >= Write) || DecreasesOn(now) < FreeDecreases || DecreasedAt is not { } last || now - last >= s_hour)
        {
            return null;
        }

        return DynamoDbErrors.Limit(
            "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After the first 4 decreases, each subsequent decrease in the same UTC day can be "
            + $"performed at most once every 3600 seconds. Number of decreases today: {DecreasesOn(now)}. Last decrease at {Say(last)}. Next decrease can be made at {Say(last + s_hour)}");

        static string Say(DateTimeOffset time) => time.UtcDateTime.ToString("dddd, MMMM d, yyyy 'at' h:mm:ss tt 'Coordinated Universal Time'", CultureInfo.InvariantCulture);
    }

    /// <summary>The same with new units, and what that says of its history.</summary>
    internal ThroughputRecord To(long read, long write, DateTimeOffset now) => this with
    {
        Read = read,
        Write = write,
        IncreasedAt = read > Read || write > Write ? now : IncreasedAt,
        DecreasedAt = read < Read || write < Write ? now : DecreasedAt,
        Decreases = read < Read || write < Write ? DecreasesOn(now) + 1 : Decreases,
    };
}
