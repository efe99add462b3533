using System.Globalization;
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

    /// <summary>Notes a request that was a call of S3's, if its bucket's access is logged; a batch of deletions is a line for each of them too.</summary>
    public static ValueTask RecordAsync(World world, Call? call, AccessLogEntry entry, CancellationToken cancellation)
    {
        if (call is null || Admission.Of(call) is not { } admission)
        {
            return RecordAsync(world, entry, cancellation);
        }

        var whole = entry with { Bucket = admission.Name, AccessPoint = admission.Through?.Id.Arn };
        return RecordAsync(world, admission.Deletions is { } deletions ? [whole, .. deletions.Select(deleted => OfDeletion(whole, deleted))] : [whole], cancellation);
    }

    /// <summary>Notes a request, if its bucket's access is logged.</summary>
    public static ValueTask RecordAsync(World world, AccessLogEntry entry, CancellationToken cancellation) => RecordAsync(world, [entry], cancellation);

    private static async ValueTask RecordAsync(World world, IReadOnlyList<AccessLogEntry> entries, CancellationToken cancellation)
    {
        var name = entries[0].Bucket;
        if (await world.Store.ReadAsync(world.Name, snapshot => S3Tables.Buckets.GetAsync(snapshot, name), cancellation) is not { Logging: not null } bucket)
        {
            return;
        }

        var now = world.Clock.GetUtcNow();
        await world.Store.TransactAsync(
            world.Name,
            async transaction =>
            {
                var isFirst = (await S3Tables.LogLines.RangeAsync(transaction, S3Tables.LogLines.Under(name).All, 1)).Count == 0;
                for (var i = 0; i < entries.Count; i++)
                {
                    var place = string.Create(CultureInfo.InvariantCulture, $"{entries[i].RequestId}/{i:D4}");
                    S3Tables.LogLines.Put(transaction, (name, (ulong)now.UtcTicks, place), new ConfigurationRecord(AccessLogLine.Write(entries[i], bucket.Owner, now)));
                }

                if (isFirst)
                {
                    DeliverAccessLog.Enqueue(transaction, name, now);
                }

                return true;
            },
            cancellation);
    }

    private static AccessLogEntry OfDeletion(AccessLogEntry batch, BatchDeletion deleted) => batch with
    {
        Operation = AccessLogLine.BatchDeletion,
        Key = Uri.EscapeDataString(deleted.Key).Replace("%2F", "/", StringComparison.Ordinal),
        VersionId = deleted.VersionId,
        Status = deleted.Error is null ? 204 : deleted.Error == "AccessDenied" ? 403 : 400,
        ErrorCode = deleted.Error,
        BytesSent = null,
    };
}
