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

/// <summary>Writes a table, as it was at a moment, to S3 as the caller: whole, in DynamoDB's JSON.</summary>
internal sealed class ExportTableToPointInTime : IOperation<ExportTableToPointInTimeInput, ExportTableToPointInTimeOutput>
{
    public async ValueTask<Outcome<ExportTableToPointInTimeOutput>> ExecuteAsync(Call call, ExportTableToPointInTimeInput request)
    {
        if (request.ExportFormat is "ION" || request.ExportType is "INCREMENTAL_EXPORT" || request.IncrementalExportSpecification is not null)
        {
            return DynamoDbErrors.NotImplemented(request.ExportFormat is "ION" ? "exports in ION" : "incremental exports");
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
                return again.Bucket == request.S3Bucket && again.Prefix == request.S3Prefix
                    ? new ExportTableToPointInTimeOutput { ExportDescription = Exports.Describe(again) }
                    : new AwsError("ExportConflictException", 400, "Another export was made with the same client token and different parameters");
            }

            var now = call.Clock.GetUtcNow();
            if (table.Recovery is not { } recovery)
            {
                return new AwsError("PointInTimeRecoveryUnavailableException", 400, $"Point in time recovery is not enabled for table '{table.Name}'");
            }

            var at = request.ExportTime ?? now;
            if (at < recovery.EarliestAt(now).AddSeconds(-1) || at > now)
            {
                return new AwsError("InvalidExportTimeException", 400, "The specified ExportTime is outside of the point in time recovery window.");
            }

            var export = new ExportRecord
            {
                Label = string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds():D14}-{(uint)call.Random.NextUInt64():x8}"),
                Table = table.Reference,
                TableId = table.TableId,
                StartedAt = now,
                At = at,
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
