using System.Globalization;
using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Jobs;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Transfer;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Makes a table of objects in S3, which are read as the caller. It is CREATING until a job has written the items.</summary>
internal sealed class ImportTable : IOperation<ImportTableInput, ImportTableOutput>
{
    public async ValueTask<Outcome<ImportTableOutput>> ExecuteAsync(Call call, ImportTableInput request)
    {
        if (request.InputFormat is "ION" || request.InputCompressionType is "ZSTD")
        {
            return DynamoDbErrors.NotImplemented(request.InputFormat is "ION" ? "imports from ION" : "imports of ZSTD");
        }

        if (request.InputFormatOptions is not null && request.InputFormat != "CSV")
        {
            return DynamoDbErrors.Validation("InputFormatOptions can only be specified when InputFormat is CSV");
        }

        var asked = request.TableCreationParameters!;
        var draft = TableDraft.From(call, new CreateTableInput
        {
            TableName = asked.TableName,
            AttributeDefinitions = asked.AttributeDefinitions,
            KeySchema = asked.KeySchema,
            BillingMode = asked.BillingMode,
            ProvisionedThroughput = asked.ProvisionedThroughput,
            OnDemandThroughput = asked.OnDemandThroughput,
            SSESpecification = asked.SSESpecification,
            GlobalSecondaryIndexes = asked.GlobalSecondaryIndexes,
        });
        if (draft.IsError)
        {
            return draft.Error;
        }

        return await call.TransactAsync<ImportTableOutput>(async transaction =>
        {
            if (request.ClientToken is { } token && await FindByTokenAsync(transaction, call, token) is { } again)
            {
                return again.Table.Name == asked.TableName && again.Bucket == request.S3BucketSource!.S3Bucket && again.Prefix == request.S3BucketSource.S3KeyPrefix
                    ? new ImportTableOutput { ImportTableDescription = Imports.Describe(again) }
                    : new AwsError("ImportConflictException", 400, "Another import was made with the same client token and different parameters");
            }

            var created = await TableCreation.CreateAsync(transaction, call, draft.Value with { ActiveAt = DateTimeOffset.MaxValue, Pending = "CREATING" });
            if (created.IsError)
            {
                return created.Error;
            }

            var now = call.Clock.GetUtcNow();
            var source = request.S3BucketSource!;
            var import = new ImportRecord
            {
                Label = string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds():D14}-{(uint)call.Random.NextUInt64():x8}"),
                Table = created.Value.Reference,
                TableId = created.Value.TableId,
                StartedAt = now,
                ClientToken = request.ClientToken ?? call.Random.NextGuid().ToString(),
                Bucket = source.S3Bucket!,
                BucketOwner = source.S3BucketOwner,
                Prefix = source.S3KeyPrefix,
                Format = request.InputFormat!,
                Compression = request.InputCompressionType ?? "NONE",
                Delimiter = request.InputFormatOptions?.Csv?.Delimiter,
                Header = request.InputFormatOptions?.Csv?.HeaderList,
                Caller = CallerRecord.Of(call.Caller),
            };
            DynamoDbTables.Imports.Put(transaction, import.Row, import);
            transaction.Enqueue(ImportItems.JobOf(import, now));
            var description = Imports.Describe(import);
            description.TableCreationParameters = asked;
            return new ImportTableOutput { ImportTableDescription = description };
        });
    }

    private static async ValueTask<ImportRecord?> FindByTokenAsync(Transaction transaction, Call call, string token)
    {
        await foreach (var (_, import) in DynamoDbTables.Imports.EachAsync(transaction, DynamoDbTables.Imports.Under(call.Account.Value, call.Region).All))
        {
            if (import.ClientToken == token)
            {
                return import;
            }
        }

        return null;
    }
}
