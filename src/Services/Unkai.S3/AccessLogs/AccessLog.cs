using System.Text;
using Unkai.Cloud;
using Unkai.S3.Jobs;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.AccessLogs;

/// <summary>Keeps the requests of buckets whose access is logged until a job delivers them.</summary>
public static class AccessLog
{
    /// <summary>Whether a call's bucket may be one whose access is logged: for most calls it is known that it is not.</summary>
    public static bool MayWant(Call? call) => call is null || Admission.Of(call) is not { } admission || admission.Bucket is { Logging: not null };

    /// <summary>Notes a request that was a call of S3's, if its bucket's access is logged.</summary>
    public static ValueTask RecordAsync(World world, Call? call, AccessLogEntry entry, CancellationToken cancellation) => RecordAsync(
        world,
        call is not null && Admission.Of(call) is { } admission ? entry with { Bucket = admission.Name, AccessPoint = admission.Through?.Id.Arn } : entry,
        cancellation);

    /// <summary>Notes a request, if its bucket's access is logged.</summary>
    public static async ValueTask RecordAsync(World world, AccessLogEntry entry, CancellationToken cancellation)
    {
        if (await world.Store.ReadAsync(world.Name, snapshot => S3Tables.Buckets.GetAsync(snapshot, entry.Bucket), cancellation) is not { Logging: not null } bucket)
        {
            return;
        }

        var now = world.Clock.GetUtcNow();
        var line = new ConfigurationRecord(AccessLogLine.Write(entry, bucket.Owner, now));
        await world.Store.TransactAsync(
            world.Name,
            async transaction =>
            {
                var isFirst = (await S3Tables.LogLines.RangeAsync(transaction, S3Tables.LogLines.Under(entry.Bucket).All, 1)).Count == 0;
                S3Tables.LogLines.Put(transaction, (entry.Bucket, (ulong)now.UtcTicks, entry.RequestId), line);
                if (isFirst)
                {
                    DeliverAccessLog.Enqueue(transaction, entry.Bucket, now);
                }

                return true;
            },
            cancellation);
    }
}
