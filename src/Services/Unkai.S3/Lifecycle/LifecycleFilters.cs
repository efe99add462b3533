using Unkai.Api;
using Unkai.Api.S3;
using Unkai.S3.Model;

namespace Unkai.S3.Lifecycle;

/// <summary>Reads what objects a rule is for.</summary>
internal static class LifecycleFilters
{
    /// <returns>A rule with its status and filter, and nothing else.</returns>
    internal static Outcome<LifecycleRuleRecord> Read(LifecycleRule shape)
    {
        // One of both, and the status in exactly these words.
        if ((shape.Prefix is null) == (shape.Filter is null) || shape.Status is not ("Enabled" or "Disabled"))
        {
            return S3Errors.MalformedXml;
        }

        var rule = new LifecycleRuleRecord { Id = "", IsEnabled = shape.Status == "Enabled", IsLegacy = shape.Filter is null, Prefix = shape.Prefix };
        if (shape.Filter is not { } filter)
        {
            return rule;
        }

        var given = Count(filter.Prefix, filter.Tag, filter.ObjectSizeGreaterThan, filter.ObjectSizeLessThan) + (filter.And is null ? 0 : 1);
        if (given > 1)
        {
            return S3Errors.MalformedXml;
        }

        if (filter.And is not { } and)
        {
            rule = rule with { Prefix = filter.Prefix, LargerThan = filter.ObjectSizeGreaterThan, SmallerThan = filter.ObjectSizeLessThan };
            return filter.Tag is null ? Check(rule) : WithTags(rule, [filter.Tag]);
        }

        if (Count(and.Prefix, null, and.ObjectSizeGreaterThan, and.ObjectSizeLessThan) + (and.Tags?.Count ?? 0) < 2)
        {
            return S3Errors.MalformedXml;
        }

        return WithTags(rule with { IsAnd = true, Prefix = and.Prefix, LargerThan = and.ObjectSizeGreaterThan, SmallerThan = and.ObjectSizeLessThan }, and.Tags ?? []);
    }

    private static int Count(string? prefix, Tag? tag, long? larger, long? smaller) =>
        (prefix is null ? 0 : 1) + (tag is null ? 0 : 1) + (larger is null ? 0 : 1) + (smaller is null ? 0 : 1);

    private static Outcome<LifecycleRuleRecord> WithTags(LifecycleRuleRecord rule, List<Tag> tags)
    {
        var read = TagRules.Check(tags, int.MaxValue);
        return !read.IsError ? Check(rule with { Tags = [.. read.Value] })
            : tags.DistinctBy(tag => tag.Key).Count() != tags.Count ? S3Errors.InvalidRequest("Duplicate Tag Keys are not allowed.")
            : read.Error;
    }

    private static Outcome<LifecycleRuleRecord> Check(LifecycleRuleRecord rule) =>
        rule.LargerThan < 0 ? S3Errors.InvalidRequest("'ObjectSizeGreaterThan' should be a positive integer.")
        : rule.SmallerThan <= 0 ? S3Errors.InvalidRequest("'ObjectSizeLessThan' should be a positive integer.")
        : rule.SmallerThan <= rule.LargerThan ? S3Errors.InvalidRequest("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.")
        : rule;
}
