using Unkai.Api.DynamoDb;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.DynamoDb.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Switches time to live on or off. Items that are there already are looked through by a job.</summary>
internal sealed class UpdateTimeToLive : IOperation<UpdateTimeToLiveInput, UpdateTimeToLiveOutput>
{
    public ValueTask<Outcome<UpdateTimeToLiveOutput>> ExecuteAsync(Call call, UpdateTimeToLiveInput request) =>
        TableLookup.ChangeAsync<UpdateTimeToLiveOutput>(call, request.TableName!, (transaction, table) =>
        {
            var asked = request.TimeToLiveSpecification!;
            var now = call.Clock.GetUtcNow();
            if (Check(table, asked, now) is { } problem)
            {
                return ValueTask.FromResult<Outcome<UpdateTimeToLiveOutput>>(problem);
            }

            if (asked.Enabled is true)
            {
                var timeToLive = new TimeToLiveRecord(asked.AttributeName!, IndexRules.NewId(call));
                DynamoDbTables.Tables.Put(transaction, table.Row, table with { TimeToLive = timeToLive, TimeToLiveChangedAt = now });
                transaction.Enqueue(FindExpiries.JobOf(table, timeToLive.Id, now));
            }
            else
            {
                DynamoDbTables.Expiries.DeleteRange(transaction, DynamoDbTables.Expiries.Under(table.TimeToLive!.Id).All);
                DynamoDbTables.ExpiryMinutes.DeleteRange(transaction, DynamoDbTables.ExpiryMinutes.Under(table.TimeToLive.Id).All);
                DynamoDbTables.Tables.Put(transaction, table.Row, table with { TimeToLive = null, TimeToLiveChangedAt = now });
            }

            return ValueTask.FromResult<Outcome<UpdateTimeToLiveOutput>>(new UpdateTimeToLiveOutput
            {
                TimeToLiveSpecification = new TimeToLiveSpecification { Enabled = asked.Enabled, AttributeName = asked.AttributeName },
            });
        });

    private static AwsError? Check(TableRecord table, TimeToLiveSpecification asked, DateTimeOffset now)
    {
        if (!table.IsReadyAt(now))
        {
            return DynamoDbErrors.TableInUse(table.Name, "CREATING");
        }

        if (asked.Enabled is not true)
        {
            return table.TimeToLive is null ? DynamoDbErrors.Validation("TimeToLive is already disabled")
                : table.TimeToLive.Attribute != asked.AttributeName
                    ? DynamoDbErrors.Validation($"TimeToLive is active on a different AttributeName: current AttributeName is {table.TimeToLive.Attribute}")
                    : null;
        }

        return table.TimeToLive is null ? null
            : table.TimeToLive.Attribute == asked.AttributeName ? DynamoDbErrors.Validation("TimeToLive is already enabled")
            : DynamoDbErrors.Validation($"TimeToLive is active on a different AttributeName: current AttributeName is {table.TimeToLive.Attribute}");
    }
}
