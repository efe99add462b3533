using Unkai.Api;
using Unkai.Api.Iam;

namespace Unkai.Iam;

/// <summary>Tags of IAM's resources: 50, keys that differ by more than case.</summary>
internal static class TagRules
{
    private const int TagsMax = 50;

    internal static Outcome<Dictionary<string, string>> Add(IReadOnlyDictionary<string, string> known, List<Tag>? added)
    {
        var tags = new Dictionary<string, string>(known);
        if ((added ?? []).DistinctBy(tag => tag.Key, StringComparer.OrdinalIgnoreCase).Count() != (added?.Count ?? 0))
        {
            return IamErrors.InvalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }

        foreach (var tag in added ?? [])
        {
            if (tag.Key!.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                return IamErrors.InvalidInput("Added tags contain reserved prefix aws:");
            }

            if (tags.Keys.FirstOrDefault(key => key.Equals(tag.Key, StringComparison.OrdinalIgnoreCase)) is { } same)
            {
                tags.Remove(same);
            }

            tags[tag.Key] = tag.Value ?? "";
        }

        return tags.Count > TagsMax ? IamErrors.LimitExceeded($"The number of tags has reached the maximum limit: {TagsMax}.") : tags;
    }

    internal static Dictionary<string, string> Remove(IReadOnlyDictionary<string, string> known, List<string> keys) =>
        known.Where(tag => !keys.Contains(tag.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary();

    internal static List<Tag> ToShapes(IReadOnlyDictionary<string, string> tags) => [.. tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];
}
