using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Backups;

namespace Unkai.DynamoDb.Operations;

/// <summary>A backup and the table that it is of.</summary>
internal sealed class DescribeBackup : IOperation<DescribeBackupInput, DescribeBackupOutput>
{
    public async ValueTask<Outcome<DescribeBackupOutput>> ExecuteAsync(Call call, DescribeBackupInput request)
    {
        var backup = await call.ReadAsync(snapshot => BackupLookup.FindAsync(snapshot, request.BackupArn!));
        return backup.IsError ? backup.Error : new DescribeBackupOutput { BackupDescription = BackupDescriptions.Describe(backup.Value, "AVAILABLE") };
    }
}
