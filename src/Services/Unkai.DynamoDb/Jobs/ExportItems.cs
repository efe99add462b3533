using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Unkai.Api;
using Unkai.Api.Json;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Recovery;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Transfer;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Writes an export's files: data in parts of 100,000 items, compressed, then the two manifests and their MD5 digests.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "DynamoDB table export output format".</remarks>
internal static class ExportItems
{
    internal const string Kind = "dynamodb.export";

    private const int ItemsPerFile = 100_000;

    internal static Job JobOf(ExportRecord export, DateTimeOffset now) =>
        new(Kind, now, JsonSerializer.SerializeToUtf8Bytes(new StreamKey(export.Table.Account, export.Table.Region, export.Table.Name, export.Label), DynamoDbJson.Default.StreamKey));

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var key = JsonSerializer.Deserialize(run.Job.Payload.Span, DynamoDbJson.Default.StreamKey)!;
        var store = run.World.Store;
        var (export, items) = await store.ReadAsync(run.World.Name, snapshot => ReadAsync(snapshot, key), run.Cancellation);
        if (export is not { EndedAt: null })
        {
            return JobResult.Done;
        }

        var ended = items is null
            ? export with { FailureCode = "TableNotFound", FailureMessage = $"Table not found: {export.Table.Name}" }
            : await WriteAsync(export.Caller.In(run, export.Table.Region), export, items);
        await store.TransactAsync(
            run.World.Name,
            transaction =>
            {
                DynamoDbTables.Exports.Put(transaction, ended.Row, ended with { EndedAt = run.World.Clock.GetUtcNow() });
                return ValueTask.FromResult(true);
            },
            run.Cancellation);
        return JobResult.Done;
    }

    private static async ValueTask<(ExportRecord? Export, List<ExportLine>? Items)> ReadAsync(Snapshot snapshot, StreamKey key) =>
        await DynamoDbTables.Exports.GetAsync(snapshot, (key.Account, key.Region, key.Label)) is not { } export ? (null, null)
        : await TableLookup.FindAsync(snapshot, export.Table) is not { } table ? (export, null)
        : export.From is not { } from ? (export, (await PastItems.ReadAsync(snapshot, table, export.At)).ConvertAll(item => new ExportLine(item, null)))
        : (export, (await ChangedItems.ReadAsync(snapshot, table, from, export.At)).ConvertAll(
            changed => new ExportLine(changed.New, changed with { Old = export.View == "NEW_IMAGE" ? null : changed.Old })));

    private static async ValueTask<ExportRecord> WriteAsync(Call call, ExportRecord export, List<ExportLine> items)
    {
        var root = $"{(string.IsNullOrEmpty(export.Prefix) ? "" : export.Prefix.TrimEnd('/') + "/")}AWSDynamoDB";
        var folder = $"{root}/{export.Label}";

        // Incremental exports share a folder of data.
        var dataFolder = export.From is null ? $"{folder}/data" : $"{root}/data";
        var files = new StringBuilder();
        var bytes = 0L;
        var problem = await PutAsync(call, export, $"{folder}/_started", []);
        foreach (var part in items.Count == 0 ? [[]] : items.Chunk(ItemsPerFile))
        {
            var data = DataOf(part, export.Format is "ION");
            bytes += part.Sum(line => line.SizeBytes);
            var name = $"{dataFolder}/{Convert.ToHexStringLower(SHA256.HashData(data))[..26]}{(export.Format is "ION" ? ".ion.gz" : ".json.gz")}";
            problem ??= await PutAsync(call, export, name, data);
            files.Append(CultureInfo.InvariantCulture, $$"""{"itemCount":{{part.Length}},"md5Checksum":"{{Md5(data)}}","etag":"{{Convert.ToHexStringLower(Digest(data))}}","dataFileS3Key":"{{JsonEncodedText.Encode(name)}}"}""").Append('\n');
        }

        var ended = export with { ItemCount = items.Count, Bytes = bytes, Manifest = $"{folder}/manifest-summary.json", EndedAt = call.Clock.GetUtcNow() };
        var manifest = Encoding.UTF8.GetBytes(files.ToString());
        var summary = SummaryOf(ended, folder);
        problem ??= await PutAsync(call, export, $"{folder}/manifest-files.json", manifest);
        problem ??= await PutAsync(call, export, $"{folder}/manifest-files.checksum", Encoding.ASCII.GetBytes(Md5(manifest)));
        problem ??= await PutAsync(call, export, $"{folder}/manifest-summary.json", summary);
        problem ??= await PutAsync(call, export, $"{folder}/manifest-summary.checksum", Encoding.ASCII.GetBytes(Md5(summary)));
        return problem is null ? ended : export with { FailureCode = "S3" + problem.Code, FailureMessage = problem.Message };
    }

    private static byte[] DataOf(ExportLine[] lines, bool isIon)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            var buffer = new ArrayBufferWriter<byte>(4096);
            foreach (var line in lines)
            {
                if (isIon)
                {
                    gzip.Write(Encoding.UTF8.GetBytes(IonText.LineOf(line.Item!) + "\n"));
                    continue;
                }

                buffer.ResetWrittenCount();
                using (var writer = new Utf8JsonWriter(buffer, JsonShapeWriter.Options))
                {
                    line.Write(writer);
                }

                gzip.Write(buffer.WrittenSpan);
                gzip.Write("\n"u8);
            }
        }

        return memory.ToArray();
    }

    private static byte[] SummaryOf(ExportRecord export, string folder)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, JsonShapeWriter.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("version", export.From is null ? "2020-06-30" : "2023-08-01");
            writer.WriteString("exportArn", export.Arn);
            writer.WriteString("startTime", Time(export.StartedAt));
            writer.WriteString("endTime", Time(export.EndedAt!.Value));
            writer.WriteString("tableArn", export.TableArn);
            writer.WriteString("tableId", export.TableId);
            if (export.From is { } from)
            {
                writer.WriteString("exportFromTime", Time(from));
                writer.WriteString("exportToTime", Time(export.At));
            }
            else
            {
                writer.WriteString("exportTime", Time(export.At));
            }

            writer.WriteString("s3Bucket", export.Bucket);
            writer.WriteString("s3Prefix", export.Prefix);
            writer.WriteString("s3SseAlgorithm", export.SseAlgorithm ?? "AES256");
            writer.WriteString("s3SseKmsKeyId", export.SseKmsKeyId);
            writer.WriteString("manifestFilesS3Key", $"{folder}/manifest-files.json");
            writer.WriteNumber("billedSizeBytes", export.Bytes);
            writer.WriteNumber("itemCount", export.ItemCount);
            writer.WriteString("outputFormat", export.Format ?? "DYNAMODB_JSON");
            if (export.View is { } view)
            {
                writer.WriteString("outputView", view);
            }

            writer.WriteString("exportType", export.Type);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static async ValueTask<AwsError?> PutAsync(Call call, ExportRecord export, string key, byte[] body) => (await call.S3.PutObjectAsync(new PutObjectRequest
    {
        Bucket = export.Bucket,
        Key = key,
        Body = Payload.FromBytes(body),
        ContentLength = body.Length,
        ExpectedBucketOwner = export.BucketOwner,
        ServerSideEncryption = export.SseAlgorithm switch { null => null, "KMS" => "aws:kms", var algorithm => algorithm },
        SSEKMSKeyId = export.SseKmsKeyId,
    })).Error;

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Md5(byte[] bytes) => Convert.ToBase64String(Digest(bytes));

#pragma warning disable CA5351 // The format's digests are MD5.
    private static byte[] Digest(byte[] bytes) => MD5.HashData(bytes);
#pragma warning restore CA5351
}
