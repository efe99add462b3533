using Unkai.Api.DynamoDb;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.DynamoDb.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Recovery;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Switches point-in-time recovery on or off. From then on every change keeps what was there before, 1 to 35 days long.</summary>
internal sealed class UpdateContinuousBackups : IOperation<UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput>
{
    public async ValueTask<Outcome<UpdateContinuousBackupsOutput>> ExecuteAsync(Call call, UpdateContinuousBackupsInput request)
    {
        var asked = request.PointInTimeRecoverySpecification!;
        if (TableNameRules.Check(request.TableName!) is { } problem)
        {
            return problem;
        }

        if (asked is { PointInTimeRecoveryEnabled: not true, RecoveryPeriodInDays: not null })
        {
            return DynamoDbErrors.Validation("RecoveryPeriodInDays can only be specified when PointInTimeRecoveryEnabled is true");
        }

        var address = TableAddress.Of(call, request.TableName!);
        return await call.TransactAsync<UpdateContinuousBackupsOutput>(async transaction =>
        {
            if (await TableLookup.GetAsync(transaction, address) is not { } table)
            {
                return ContinuousBackups.TableNotFound(address.Name);
            }

            var now = call.Clock.GetUtcNow();
            var days = asked.RecoveryPeriodInDays ?? table.Recovery?.Days ?? ContinuousBackups.DaysDefault;
            var changed = table with { Recovery = asked.PointInTimeRecoveryEnabled is true ? (table.Recovery ?? new RecoveryRecord(now, days)) with { Days = days } : null };
            DynamoDbTables.Tables.Put(transaction, table.Row, changed);
            if (changed.Recovery is null)
            {
                DynamoDbTables.Undo.DeleteRange(transaction, DynamoDbTables.Undo.Under(table.Id).All);
            }
            else if (table.Recovery is null)
            {
                transaction.Enqueue(TrimUndo.JobOf(table, now));
            }

            return new UpdateContinuousBackupsOutput { ContinuousBackupsDescription = ContinuousBackups.Describe(changed, now) };
        });
    }
}
