using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Storage;

namespace Unkai.DynamoDb.Transfer;

/// <summary>Exports: finding them, and their description.</summary>
internal static class Exports
{
    internal static AwsError NotFound(string arn) => new("ExportNotFoundException", 400, $"Export not found: {arn}");

    internal static async ValueTask<Outcome<ExportRecord>> FindAsync(Snapshot snapshot, string arn) =>
        Arn.Parse(arn) is { Service: "dynamodb" } parsed && parsed.Resource.Split('/') is ["table", _, "export", var label]
            && await DynamoDbTables.Exports.GetAsync(snapshot, (parsed.Account, parsed.Region, label)) is { } export && export.Arn == arn ? export : NotFound(arn);

    internal static ExportDescription Describe(ExportRecord export) => new()
    {
        ExportArn = export.Arn,
        ExportStatus = export.Status,
        StartTime = export.StartedAt,
        EndTime = export.EndedAt,
        ExportManifest = export.Manifest,
        TableArn = export.TableArn,
        TableId = export.TableId,
        ExportTime = export.From is null ? export.At : null,
        ClientToken = export.ClientToken,
        S3Bucket = export.Bucket,
        S3BucketOwner = export.BucketOwner,
        S3Prefix = export.Prefix,
        S3SseAlgorithm = export.SseAlgorithm,
        S3SseKmsKeyId = export.SseKmsKeyId,
        FailureCode = export.FailureCode,
        FailureMessage = export.FailureMessage,
        ExportFormat = export.Format ?? "DYNAMODB_JSON",
        BilledSizeBytes = export.Status == "COMPLETED" ? export.Bytes : null,
        ItemCount = export.Status == "COMPLETED" ? export.ItemCount : null,
        ExportType = export.Type,
        IncrementalExportSpecification = export.From is not { } from ? null : new IncrementalExportSpecification
        {
            ExportFromTime = from,
            ExportToTime = export.At,
            ExportViewType = export.View,
        },
    };
}
