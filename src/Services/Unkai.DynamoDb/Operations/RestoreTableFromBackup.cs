using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Backups;
using Unkai.DynamoDb.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Makes a table of a backup. It is CREATING until a job has written the items.</summary>
internal sealed class RestoreTableFromBackup : IOperation<RestoreTableFromBackupInput, RestoreTableFromBackupOutput>
{
    public ValueTask<Outcome<RestoreTableFromBackupOutput>> ExecuteAsync(Call call, RestoreTableFromBackupInput request) => call.TransactAsync<RestoreTableFromBackupOutput>(async transaction =>
    {
        var backup = await BackupLookup.FindAsync(transaction, request.BackupArn!);
        if (backup.IsError)
        {
            return backup.Error;
        }

        var draft = RestoreDraft.From(
            call,
            backup.Value.Table,
            request.TargetTableName!,
            request.BillingModeOverride,
            request.ProvisionedThroughputOverride,
            request.OnDemandThroughputOverride,
            request.SSESpecificationOverride,
            request.GlobalSecondaryIndexOverride,
            request.LocalSecondaryIndexOverride);
        if (draft.IsError)
        {
            return draft.Error;
        }

        var created = await TableCreation.CreateAsync(transaction, call, draft.Value with { Restore = new RestoreRecord(backup.Value.Arn, backup.Value.Table.Arn, backup.Value.CreatedAt, true) });
        if (created.IsError)
        {
            return created.Error.Code == "ResourceInUseException" ? RestoreDraft.TableExists(request.TargetTableName!) : created.Error;
        }

        transaction.Enqueue(RestoreItems.JobOf(new RestoreOrder(created.Value.Reference, backup.Value.Id, null, backup.Value.CreatedAt), call.Clock.GetUtcNow()));
        return new RestoreTableFromBackupOutput { TableDescription = TableDescriptions.Describe(call, created.Value) };
    });
}
