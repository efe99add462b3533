using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Backups;
using Unkai.DynamoDb.Model;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>The caller's backups in a region, or a table's, by their time.</summary>
internal sealed class ListBackups : IOperation<ListBackupsInput, ListBackupsOutput>
{
    private const int BackupsMax = 100;

    public async ValueTask<Outcome<ListBackupsOutput>> ExecuteAsync(Call call, ListBackupsInput request)
    {
        var rows = DynamoDbTables.Backups.Under(call.Account.Value, call.Region);
        var range = rows.All;
        if (request.ExclusiveStartBackupArn is { } start)
        {
            range = rows.After(start[(start.LastIndexOf('/') + 1)..]);
        }

        var arn = request.TableName is { } name ? TableAddress.Of(call, name).Arn : null;
        var max = request.Limit ?? BackupsMax;
        var page = new List<BackupRecord>();
        if (request.BackupType is null or "USER" or "ALL")
        {
            await call.ReadAsync(async snapshot =>
            {
                await foreach (var (_, backup) in DynamoDbTables.Backups.EachAsync(snapshot, range))
                {
                    if ((arn is null || backup.Table.Arn == arn)
                        && !(backup.CreatedAt < request.TimeRangeLowerBound) && !(backup.CreatedAt >= request.TimeRangeUpperBound))
                    {
                        page.Add(backup);
                        if (page.Count > max)
                        {
                            break;
                        }
                    }
                }

                return true;
            });
        }

        return new ListBackupsOutput
        {
            BackupSummaries = [.. page.Take(max).Select(BackupDescriptions.Summarize)],
            LastEvaluatedBackupArn = page.Count > max ? page[max - 1].Arn : null,
        };
    }
}
