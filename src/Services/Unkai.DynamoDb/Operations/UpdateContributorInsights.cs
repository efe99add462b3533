using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Switches contributor insights on or off: kept and returned, nothing is counted.</summary>
internal sealed class UpdateContributorInsights : IOperation<UpdateContributorInsightsInput, UpdateContributorInsightsOutput>
{
    public ValueTask<Outcome<UpdateContributorInsightsOutput>> ExecuteAsync(Call call, UpdateContributorInsightsInput request) =>
        TableLookup.ChangeAsync<UpdateContributorInsightsOutput>(call, request.TableName!, (transaction, table) =>
        {
            var present = ContributorInsights.Of(table, request.IndexName);
            if (present.IsError)
            {
                return ValueTask.FromResult<Outcome<UpdateContributorInsightsOutput>>(present.Error);
            }

            var isEnabled = request.ContributorInsightsAction == "ENABLE";
            var insights = new InsightsRecord(isEnabled, request.ContributorInsightsMode ?? ContributorInsights.DefaultMode, call.Clock.GetUtcNow());
            DynamoDbTables.Tables.Put(transaction, table.Row, table.With(request.IndexName, insights));
            return ValueTask.FromResult<Outcome<UpdateContributorInsightsOutput>>(new UpdateContributorInsightsOutput
            {
                TableName = table.Name,
                IndexName = request.IndexName,
                ContributorInsightsStatus = isEnabled ? "ENABLING" : "DISABLING",
                ContributorInsightsMode = insights.Mode,
            });
        });
}
