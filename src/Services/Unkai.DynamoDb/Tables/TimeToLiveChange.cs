using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.Storage;

namespace Unkai.DynamoDb.Tables;

/// <summary>Time to live as it is switched on or off.</summary>
internal static class TimeToLiveChange
{
    /// <summary>How long a change may take, and no other may be asked for, where states take their time.</summary>
    /// <remarks>Source: DynamoDB API reference, UpdateTimeToLive.</remarks>
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    /// <summary>What forbids the change; null when nothing does.</summary>
    internal static AwsError? Check(TableRecord table, TimeToLiveSpecification asked, DateTimeOffset now)
    {
        if (!table.IsReadyAt(now))
        {
            return DynamoDbErrors.TableInUse(table.Name, "CREATING");
        }

        if (table.TimeToLive is { } present && present.Attribute != asked.AttributeName)
        {
            return DynamoDbErrors.Validation($"TimeToLive is active on a different AttributeName: current AttributeName is {present.Attribute}");
        }

        return asked.Enabled is true == table.TimeToLive is not null ? DynamoDbErrors.Validation($"TimeToLive is already {(asked.Enabled is true ? "enabled" : "disabled")}")
            : StateDelays.IsRealistic(table.Tags) && table.TimeToLiveChangedAt is { } changed && now < changed + s_interval
                ? DynamoDbErrors.Validation("Time to live has been modified multiple times within a fixed interval")
                : null;
    }

    /// <summary>Writes the change down; items that are there already are looked through by a job.</summary>
    internal static void Apply(Transaction transaction, Call call, TableRecord table, TimeToLiveSpecification asked)
    {
        var now = call.Clock.GetUtcNow();
        if (table.TimeToLive is { } present)
        {
            DynamoDbTables.Expiries.DeleteRange(transaction, DynamoDbTables.Expiries.Under(present.Id).All);
            DynamoDbTables.ExpiryMinutes.DeleteRange(transaction, DynamoDbTables.ExpiryMinutes.Under(present.Id).All);
        }

        var timeToLive = asked.Enabled is true ? new TimeToLiveRecord(asked.AttributeName!, IndexRules.NewId(call)) : null;
        DynamoDbTables.Tables.Put(transaction, table.Row, table with { TimeToLive = timeToLive, TimeToLiveChangedAt = now });
        if (timeToLive is not null)
        {
            transaction.Enqueue(FindExpiries.JobOf(table, timeToLive.Id, now));
        }
    }
}
