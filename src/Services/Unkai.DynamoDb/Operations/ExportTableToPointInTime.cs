using System.Globalization;
using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Recovery;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Transfer;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Writes a table, as it was at a moment, to S3 as the caller, or what was changed in a span of time: in DynamoDB's JSON.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "Requesting a table export": a span of 15 minutes to 24 hours, within the recovery window.</remarks>
internal sealed class ExportTableToPointInTime : IOperation<ExportTableToPointInTimeInput, ExportTableToPointInTimeOutput>
{
    private static readonly TimeSpan s_spanMin = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_spanMax = TimeSpan.FromHours(24);

    public async ValueTask<Outcome<ExportTableToPointInTimeOutput>> ExecuteAsync(Call call, ExportTableToPointInTimeInput request)
    {
        if (request is { ExportFormat: "ION", ExportType: "INCREMENTAL_EXPORT" })
        {
            return DynamoDbErrors.NotImplemented("incremental exports in ION");
        }

        if (CheckSpan(request) is { } wrong)
        {
            return wrong;
        }

        if (TableAddress.ParseArn(request.TableArn) is not { } address)
        {
            return DynamoDbErrors.Validation($"Invalid TableArn: {request.TableArn}");
        }

        return await call.TransactAsync<ExportTableToPointInTimeOutput>(async transaction =>
        {
            if (await TableLookup.GetAsync(transaction, address) is not { } table)
            {
                return ContinuousBackups.TableNotFound(address.Name);
            }

            if (request.ClientToken is { } token && await FindByTokenAsync(transaction, table, token) is { } again)
            {
                return again.Bucket == request.S3Bucket && again.Prefix == request.S3Prefix && again.Type == (request.ExportType ?? "FULL_EXPORT")
                    ? new ExportTableToPointInTimeOutput { ExportDescription = Exports.Describe(again) }
                    : new AwsError("ExportConflictException", 400, "Another export was made with the same client token and different parameters");
            }

            var now = call.Clock.GetUtcNow();
            if (table.Recovery is not { } recovery)
            {
                return new AwsError("PointInTimeRecoveryUnavailableException", 400, $"Point in time recovery is not enabled for table '{table.Name}'");
            }

            var span = request.IncrementalExportSpecification;
            var at = (span is null ? request.ExportTime : span.ExportToTime) ?? now;
            var from = span?.ExportFromTime;
            if ((from ?? at) < recovery.EarliestAt(now).AddSeconds(-1) || at > now)
            {
                return new AwsError("InvalidExportTimeException", 400, "The specified ExportTime is outside of the point in time recovery window.");
            }

            if (from is not null && (at - from < s_spanMin || at - from > s_spanMax))
            {
                return DynamoDbErrors.Validation(
                    $"Difference between export period from time and export period to time is {(at - from < s_spanMin ? "less than 15 minutes" : "more than 24 hours")}");
            }

            var export = new ExportRecord
            {
                Label = string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds():D14}-{(uint)call.Random.NextUInt64():x8}"),
                Table = table.Reference,
                TableId = table.TableId,
                StartedAt = now,
                At = at,
                From = from,
                Format = request.ExportFormat is "ION" ? "ION" : null,
                View = from is null ? null : span!.ExportViewType ?? "NEW_AND_OLD_IMAGES",
                ClientToken = request.ClientToken ?? call.Random.NextGuid().ToString(),
                Bucket = request.S3Bucket!,
                BucketOwner = request.S3BucketOwner,
                Prefix = request.S3Prefix,
                SseAlgorithm = request.S3SseAlgorithm,
                SseKmsKeyId = request.S3SseKmsKeyId,
                Caller = CallerRecord.Of(call.Caller),
            };
            DynamoDbTables.Exports.Put(transaction, export.Row, export);
            transaction.Enqueue(ExportItems.JobOf(export, now));
            return new ExportTableToPointInTimeOutput { ExportDescription = Exports.Describe(export) };
        });
    }

    private static AwsError? CheckSpan(ExportTableToPointInTimeInput request) => request switch
    {
        { ExportType: "INCREMENTAL_EXPORT", IncrementalExportSpecification: null } => DynamoDbErrors.Validation("IncrementalExportSpecification must be specified when ExportType is INCREMENTAL_EXPORT"),
        { ExportType: "INCREMENTAL_EXPORT", IncrementalExportSpecification.ExportFromTime: null } => DynamoDbErrors.Validation("ExportFromTime must be specified when ExportType is INCREMENTAL_EXPORT"),
        { ExportType: "INCREMENTAL_EXPORT", ExportTime: not null } => DynamoDbErrors.Validation("ExportTime cannot be specified when ExportType is INCREMENTAL_EXPORT"),
        { ExportType: not "INCREMENTAL_EXPORT", IncrementalExportSpecification: not null } => DynamoDbErrors.Validation("IncrementalExportSpecification can only be specified when ExportType is INCREMENTAL_EXPORT"),
        _ => null,
    };

    private static async ValueTask<ExportRecord?> FindByTokenAsync(Transaction transaction, TableRecord table, string token)
    {
        await foreach (var (_, export) in DynamoDbTables.Exports.EachAsync(transaction, DynamoDbTables.Exports.Under(table.Account, table.Region).All))
        {
            if (export.ClientToken == token && export.Table.Id == table.Id)
            {
                return export;
            }
        }

        return null;
    }
}
