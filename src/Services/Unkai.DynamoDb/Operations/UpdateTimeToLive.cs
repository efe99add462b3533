using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Replication;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Switches time to live on or off, in all regions of a global table of version 2019.11.21.</summary>
internal sealed class UpdateTimeToLive : IOperation<UpdateTimeToLiveInput, UpdateTimeToLiveOutput>
{
    public ValueTask<Outcome<UpdateTimeToLiveOutput>> ExecuteAsync(Call call, UpdateTimeToLiveInput request) =>
        TableLookup.ChangeAsync<UpdateTimeToLiveOutput>(call, request.TableName!, async (transaction, table) =>
        {
            var asked = request.TimeToLiveSpecification!;
            if (TimeToLiveChange.Check(table, asked, call.Clock.GetUtcNow()) is { } problem)
            {
                return problem;
            }

            TimeToLiveChange.Apply(transaction, call, table, asked);
            if (table.GlobalSince is not null)
            {
                return Answer(asked);
            }

            await foreach (var other in ReplicaGroup.OthersAsync(transaction, table))
            {
                TimeToLiveChange.Apply(transaction, call, other, asked);
            }

            return Answer(asked);
        });

    private static UpdateTimeToLiveOutput Answer(TimeToLiveSpecification asked) =>
        new() { TimeToLiveSpecification = new TimeToLiveSpecification { Enabled = asked.Enabled, AttributeName = asked.AttributeName } };
}
