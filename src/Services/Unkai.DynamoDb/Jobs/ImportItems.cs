using System.Text.Json;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Transfer;
using Unkai.Storage;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Reads an import's objects as the caller and writes their items; then the table is ACTIVE, whether the import succeeded or not.</summary>
internal static class ImportItems
{
    internal const string Kind = "dynamodb.import";

    internal static Job JobOf(ImportRecord import, DateTimeOffset now) =>
        new(Kind, now, JsonSerializer.SerializeToUtf8Bytes(new StreamKey(import.Table.Account, import.Table.Region, import.Table.Name, import.Label), DynamoDbJson.Default.StreamKey));

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var key = JsonSerializer.Deserialize(run.Job.Payload.Span, DynamoDbJson.Default.StreamKey)!;
        var (import, table) = await run.World.Store.ReadAsync(
            run.World.Name,
            async snapshot => await DynamoDbTables.Imports.GetAsync(snapshot, (key.Account, key.Region, key.Label)) is { EndedAt: null } found
                ? (found, await TableLookup.FindAsync(snapshot, found.Table))
                : (null, null),
            run.Cancellation);
        if (import is null || table is null)
        {
            return JobResult.Done;
        }

        var ended = await ReadAsync(run, import, table);
        await TableFill.FinishAsync(run, import.Table, static filled => filled);
        await run.World.Store.TransactAsync(
            run.World.Name,
            transaction =>
            {
                DynamoDbTables.Imports.Put(transaction, ended.Row, ended with { EndedAt = run.World.Clock.GetUtcNow() });
                return ValueTask.FromResult(true);
            },
            run.Cancellation);
        return JobResult.Done;
    }

    private static async ValueTask<ImportRecord> ReadAsync(JobRun run, ImportRecord import, TableRecord table)
    {
        var call = import.Caller.In(run, import.Table.Region);
        var reader = new ImportReader(import, table);
        var written = 0;
        var bytes = 0L;
        string? token = null;
        do
        {
            var listed = await call.S3.ListObjectsV2Async(new ListObjectsV2Request
            {
                Bucket = import.Bucket,
                Prefix = import.Prefix,
                ContinuationToken = token,
                ExpectedBucketOwner = import.BucketOwner,
            });
            if (listed.IsError)
            {
                return Failed(import, listed.Error);
            }

            foreach (var one in listed.Value.Contents ?? [])
            {
                var got = await call.S3.GetObjectAsync(new GetObjectRequest { Bucket = import.Bucket, Key = one.Key, ExpectedBucketOwner = import.BucketOwner });
                if (got.IsError)
                {
                    return Failed(import, got.Error);
                }

                bytes += one.Size ?? 0;
                try
                {
                    await using var body = got.Value.Body!;
                    await reader.ReadAsync(body.OpenRead(), run.Cancellation);
                }
                catch (InvalidDataException)
                {
                    return import with { FailureCode = "S3ObjectNotReadable", FailureMessage = $"The object {one.Key} is not compressed as {import.Compression}" };
                }

                await TableFill.WriteAsync(run, import.Table, reader.Items);
                written += reader.Items.Count;
                reader.Items.Clear();
            }

            token = listed.Value.IsTruncated is true ? listed.Value.NextContinuationToken : null;
        }
        while (token is not null);

        var done = import with { Bytes = bytes, Processed = reader.Processed, Imported = written, Errors = reader.Errors };
        return reader.Errors == 0 ? done : done with
        {
            FailureCode = "ItemValidationError",
            FailureMessage = "Some of the items failed validation checks and were not imported. Please check CloudWatch error logs for more details.",
        };
    }

    private static ImportRecord Failed(ImportRecord import, AwsError error) => import with { FailureCode = "S3" + error.Code, FailureMessage = error.Message };
}
