using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Tables;

/// <summary>How long a table or an index stays CREATING or UPDATING.</summary>
/// <remarks>
/// By default no time: what makes or changes a table answers with the passing state, as on AWS, and whoever looks next finds it ACTIVE. A table with the tag
/// <c>unkai:states</c> = <c>realistic</c> takes as long as on AWS, on the world's clock.
/// </remarks>
internal static class StateDelays
{
    private const string Tag = "unkai:states";

    private static readonly TimeSpan s_creating = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_updating = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_indexing = TimeSpan.FromMinutes(5);

    internal static bool IsRealistic(IReadOnlyDictionary<string, string> tags) => tags.GetValueOrDefault(Tag) == "realistic";

    internal static DateTimeOffset? Creating(IReadOnlyDictionary<string, string> tags, DateTimeOffset now) => IsRealistic(tags) ? now + s_creating : null;

    internal static DateTimeOffset? Updating(TableRecord table, DateTimeOffset now) => IsRealistic(table.Tags) ? now + s_updating : null;

    /// <summary>When the backfill of a new index begins.</summary>
    internal static DateTimeOffset Indexing(TableRecord table, DateTimeOffset now) => IsRealistic(table.Tags) ? now + s_indexing : now;
}
