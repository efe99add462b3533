using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Storage;

namespace Unkai.DynamoDb.Transfer;

/// <summary>Imports: finding them, and their description.</summary>
internal static class Imports
{
    internal static async ValueTask<Outcome<ImportRecord>> FindAsync(Snapshot snapshot, string arn) =>
        Arn.Parse(arn) is { Service: "dynamodb" } parsed && parsed.Resource.Split('/') is ["table", _, "import", var label]
            && await DynamoDbTables.Imports.GetAsync(snapshot, (parsed.Account, parsed.Region, label)) is { } import && import.Arn == arn ? import
            : new AwsError("ImportNotFoundException", 400, $"Import not found: {arn}");

    internal static ImportTableDescription Describe(ImportRecord import) => new()
    {
        ImportArn = import.Arn,
        ImportStatus = import.Status,
        TableArn = import.TableArn,
        TableId = import.TableId,
        ClientToken = import.ClientToken,
        S3BucketSource = SourceOf(import),
        ErrorCount = import.Errors,
        InputFormat = import.Format,
        InputFormatOptions = import.Delimiter is null && import.Header is null
            ? null
            : new InputFormatOptions { Csv = new CsvOptions { Delimiter = import.Delimiter, HeaderList = import.Header?.ToList() } },
        InputCompressionType = import.Compression,
        StartTime = import.StartedAt,
        EndTime = import.EndedAt,
        ProcessedSizeBytes = import.Bytes,
        ProcessedItemCount = import.Processed,
        ImportedItemCount = import.Imported,
        FailureCode = import.FailureCode,
        FailureMessage = import.FailureMessage,
    };

    internal static S3BucketSource SourceOf(ImportRecord import) => new() { S3Bucket = import.Bucket, S3BucketOwner = import.BucketOwner, S3KeyPrefix = import.Prefix };
}
