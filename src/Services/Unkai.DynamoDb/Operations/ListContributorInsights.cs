using Unkai.Api.DynamoDb;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>The tables and indexes for which contributor insights have been set. All of them: there is one page.</summary>
internal sealed class ListContributorInsights : IOperation<ListContributorInsightsInput, ListContributorInsightsOutput>
{
    public async ValueTask<Outcome<ListContributorInsightsOutput>> ExecuteAsync(Call call, ListContributorInsightsInput request)
    {
        if (request.TableName is { } name)
        {
            return await TableLookup.ReadAsync<ListContributorInsightsOutput>(call, name, static (_, table) =>
                ValueTask.FromResult<Outcome<ListContributorInsightsOutput>>(new ListContributorInsightsOutput { ContributorInsightsSummaries = [.. Summaries(table)] }));
        }

        return await call.ReadAsync<Outcome<ListContributorInsightsOutput>>(async snapshot =>
        {
            var summaries = new List<ContributorInsightsSummary>();
            await foreach (var (_, table) in DynamoDbTables.Tables.EachAsync(snapshot, DynamoDbTables.Tables.Under(call.Account.Value, call.Region).All))
            {
                summaries.AddRange(Summaries(table));
            }

            return new ListContributorInsightsOutput { ContributorInsightsSummaries = summaries };
        });
    }

    private static IEnumerable<ContributorInsightsSummary> Summaries(TableRecord table)
    {
        if (table.Insights is { } insights)
        {
            yield return SummaryOf(table, null, insights);
        }

        foreach (var index in table.Indexes)
        {
            if (index.Insights is { } own)
            {
                yield return SummaryOf(table, index.Name, own);
            }
        }
    }

    private static ContributorInsightsSummary SummaryOf(TableRecord table, string? index, InsightsRecord insights) => new()
    {
        TableName = table.Name,
        IndexName = index,
        ContributorInsightsStatus = insights.IsEnabled ? "ENABLED" : "DISABLED",
        ContributorInsightsMode = insights.Mode,
    };
}
