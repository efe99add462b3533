using Unkai.Api;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Tables;

/// <summary>Contributor insights of a table or an index: what was asked for is kept and returned.</summary>
internal static class ContributorInsights
{
    internal const string DefaultMode = "ACCESSED_AND_THROTTLED_KEYS";

    internal static Outcome<InsightsRecord?> Of(TableRecord table, string? index) =>
        index is null ? table.Insights
        : table.FindIndex(index) is { } found ? found.Insights
        : DynamoDbErrors.NoSuchResource with { Message = $"Requested resource not found: Index: {index} not found" };

    internal static TableRecord With(this TableRecord table, string? index, InsightsRecord insights) =>
        index is null ? table with { Insights = insights }
        : table with { Indexes = [.. table.Indexes.Select(one => one.Name == index ? one with { Insights = insights } : one)] };

    internal static List<string>? RulesOf(TableRecord table, string? index, InsightsRecord? insights)
    {
        if (insights is not { IsEnabled: true })
        {
            return null;
        }

        var name = index is null ? table.Name : $"{table.Name}-{index}";
        var stamp = insights.ChangedAt.ToUnixTimeMilliseconds();
        var rules = new List<string> { $"DynamoDBContributorInsights-PKT-{name}-{stamp}" };
        if (insights.Mode == DefaultMode)
        {
            rules.Insert(0, $"DynamoDBContributorInsights-PKC-{name}-{stamp}");
        }

        return rules;
    }
}
