using Unkai.Api;
using Unkai.Cloud;

namespace Unkai.Logs;

/// <summary>Tags of log groups.</summary>
internal static class GroupTags
{
    private const int TagsMax = 50;

    internal static async ValueTask<Outcome<Dictionary<string, string>>> GetAsync(Call call, string name)
    {
        var group = await call.ReadAsync(snapshot => Groups.FindAsync(snapshot, call, name));
        return group.IsError ? group.Error : group.Value.Tags;
    }

    internal static async ValueTask<AwsError?> AddAsync(Call call, string name, Dictionary<string, string> added) => (await Groups.ChangeAsync(call, name, (group, _) =>
    {
        var tags = new Dictionary<string, string>(group.Tags);
        foreach (var (key, value) in added)
        {
            tags[key] = value;
        }

        return tags.Count > TagsMax
            ? new AwsError("TooManyTagsException", 400, $"A resource can have at most {TagsMax} tags.")
            : group with { Tags = tags };
    })).Error;

    internal static async ValueTask<AwsError?> RemoveAsync(Call call, string name, List<string> keys) => (await Groups.ChangeAsync(
        call, name, (group, _) => group with { Tags = group.Tags.Where(tag => !keys.Contains(tag.Key)).ToDictionary() })).Error;
}
