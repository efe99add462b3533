using System.Globalization;
using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Backups;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Recovery;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Copies a table as it is now. The answer says CREATING; the backup is AVAILABLE when it comes.</summary>
internal sealed class CreateBackup : IOperation<CreateBackupInput, CreateBackupOutput>
{
    private const int RowsMax = 500;
    private const long RowsBytesMax = 8 * 1024 * 1024;

    public async ValueTask<Outcome<CreateBackupOutput>> ExecuteAsync(Call call, CreateBackupInput request)
    {
        if (TableNameRules.Check(request.TableName!) is { } problem)
        {
            return problem;
        }

        var address = TableAddress.Of(call, request.TableName!);
        var id = IndexRules.NewId(call);
        var (table, rows) = await call.ReadAsync(snapshot => ReadAsync(snapshot, call, address));
        if (table is null)
        {
            return ContinuousBackups.TableNotFound(address.Name);
        }

        var bytes = 0L;
        for (var from = 0; from < rows.Count;)
        {
            var batch = new List<Row<(long, ulong, byte[], byte[]), Values.MapValue>>();
            for (var size = 0L; from < rows.Count && batch.Count < RowsMax && size < RowsBytesMax; from++)
            {
                batch.Add(rows[from]);
                size += rows[from].Value.ItemSizeBytes;
                bytes += rows[from].Value.ItemSizeBytes;
            }

            await call.TransactAsync<bool>(transaction =>
            {
                foreach (var (key, item) in batch)
                {
                    DynamoDbTables.BackupItems.Put(transaction, (id, key.Item2, key.Item3, key.Item4), item);
                }

                return ValueTask.FromResult<Outcome<bool>>(true);
            });
        }

        var now = call.Clock.GetUtcNow();
        var backup = new BackupRecord
        {
            Id = id,
            Name = request.BackupName!,
            Label = string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds():D14}-{(uint)call.Random.NextUInt64():x8}"),
            CreatedAt = now,
            Table = table,
            ItemCount = rows.Count,
            SizeBytes = bytes,
        };
        return await call.TransactAsync<CreateBackupOutput>(transaction =>
        {
            DynamoDbTables.Backups.Put(transaction, backup.Row, backup);
            return ValueTask.FromResult<Outcome<CreateBackupOutput>>(new CreateBackupOutput { BackupDetails = BackupDescriptions.DetailsOf(backup, "CREATING") });
        });
    }

    private static async ValueTask<(TableRecord? Table, List<Row<(long, ulong, byte[], byte[]), Values.MapValue>> Rows)> ReadAsync(Snapshot snapshot, Call call, TableAddress address)
    {
        var rows = new List<Row<(long, ulong, byte[], byte[]), Values.MapValue>>();
        var found = await TableLookup.FindReadyAsync(snapshot, call, address);
        if (found.IsError)
        {
            return (null, rows);
        }

        await foreach (var row in DynamoDbTables.Items.EachAsync(snapshot, DynamoDbTables.Items.Under(found.Value.Id).All))
        {
            rows.Add(row);
        }

        return (found.Value, rows);
    }
}
