using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>Adds tags.</summary>
internal sealed class TagResource : IOperation<TagResourceRequest, TagResourceResponse>
{
    public async ValueTask<Outcome<TagResourceResponse>> ExecuteAsync(Call call, TagResourceRequest request)
    {
        var known = await ResourceTags.GetAsync(call, request.Resource!);
        if (known.IsError)
        {
            return known.Error;
        }

        if (TagRules.Check(Merge(known.Value, request.Tags!)) is { } refused)
        {
            return refused;
        }

        var changed = await ResourceTags.ChangeAsync(call, request.Resource!, tags => Merge(tags, request.Tags!));
        return changed.IsError ? changed.Error : new TagResourceResponse();
    }

    private static Dictionary<string, string> Merge(Dictionary<string, string> known, Dictionary<string, string> added)
    {
        var merged = new Dictionary<string, string>(known);
        foreach (var (key, value) in added)
        {
            merged[key] = value;
        }

        return merged;
    }
}
