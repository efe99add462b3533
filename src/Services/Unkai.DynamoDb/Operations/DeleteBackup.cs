using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Backups;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Removes a backup with its items.</summary>
internal sealed class DeleteBackup : IOperation<DeleteBackupInput, DeleteBackupOutput>
{
    public ValueTask<Outcome<DeleteBackupOutput>> ExecuteAsync(Call call, DeleteBackupInput request) => call.TransactAsync<DeleteBackupOutput>(async transaction =>
    {
        var backup = await BackupLookup.FindAsync(transaction, request.BackupArn!);
        if (backup.IsError)
        {
            return backup.Error;
        }

        DynamoDbTables.Backups.Delete(transaction, backup.Value.Row);
        DynamoDbTables.BackupItems.DeleteRange(transaction, DynamoDbTables.BackupItems.Under(backup.Value.Id).All);
        return new DeleteBackupOutput { BackupDescription = BackupDescriptions.Describe(backup.Value, "DELETED") };
    });
}
