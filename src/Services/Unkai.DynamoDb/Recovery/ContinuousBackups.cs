using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Recovery;

/// <summary>Point-in-time recovery in the words of DescribeContinuousBackups.</summary>
internal static class ContinuousBackups
{
    internal const int DaysDefault = 35;

    internal static AwsError TableNotFound(string name) => new("TableNotFoundException", 400, $"Table not found: {name}");

    /// <summary>The newest moment to which a table can be restored is now: nothing is written behind.</summary>
    internal static ContinuousBackupsDescription Describe(TableRecord table, DateTimeOffset now) => new()
    {
        ContinuousBackupsStatus = "ENABLED",
        PointInTimeRecoveryDescription = table.Recovery is not { } recovery
            ? new PointInTimeRecoveryDescription { PointInTimeRecoveryStatus = "DISABLED" }
            : new PointInTimeRecoveryDescription
            {
                PointInTimeRecoveryStatus = "ENABLED",
                RecoveryPeriodInDays = recovery.Days,
                EarliestRestorableDateTime = recovery.EarliestAt(now),
                LatestRestorableDateTime = now,
            },
    };
}
