using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Contributor insights of a table or an index, as they were last set.</summary>
internal sealed class DescribeContributorInsights : IOperation<DescribeContributorInsightsInput, DescribeContributorInsightsOutput>
{
    public ValueTask<Outcome<DescribeContributorInsightsOutput>> ExecuteAsync(Call call, DescribeContributorInsightsInput request) =>
        TableLookup.ReadAsync<DescribeContributorInsightsOutput>(call, request.TableName!, (_, table) =>
        {
            var insights = ContributorInsights.Of(table, request.IndexName);
            return ValueTask.FromResult<Outcome<DescribeContributorInsightsOutput>>(insights.IsError ? insights.Error : new DescribeContributorInsightsOutput
            {
                TableName = table.Name,
                IndexName = request.IndexName,
                ContributorInsightsRuleList = ContributorInsights.RulesOf(table, request.IndexName, insights.Value),
                ContributorInsightsStatus = insights.Value is { IsEnabled: true } ? "ENABLED" : "DISABLED",
                LastUpdateDateTime = insights.Value?.ChangedAt,
                ContributorInsightsMode = insights.Value?.Mode,
            });
        });
}
