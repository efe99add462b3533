using Unkai.Api;
using Unkai.Cloud;

namespace Unkai.Lambda;

/// <summary>Tags of functions and event source mappings, by ARN.</summary>
internal static class ResourceTags
{
    private const string MappingPrefix = "event-source-mapping:";

    internal static async ValueTask<Outcome<Dictionary<string, string>>> GetAsync(Call call, string resource)
    {
        Dictionary<string, string>? found = null;
        var changed = await ChangeAsync(call, resource, tags => found = tags);
        return changed.IsError ? changed.Error : found!;
    }

    /// <summary>Gives the resource the tags that <paramref name="change"/> makes of its own.</summary>
    internal static ValueTask<Outcome<bool>> ChangeAsync(Call call, string resource, Func<Dictionary<string, string>, Dictionary<string, string>> change) => call.TransactAsync<bool>(async transaction =>
    {
        if (Arn.Parse(resource) is { Service: "lambda" } arn && arn.Resource.StartsWith(MappingPrefix, StringComparison.Ordinal) && AccountId.Parse(arn.Account) is { } account)
        {
            var key = (account, arn.Region, arn.Resource[MappingPrefix.Length..]);
            if (await LambdaTables.Mappings.GetAsync(transaction, key) is not { } mapping)
            {
                return LambdaErrors.MappingNotFound;
            }

            if (change(mapping.Tags) is var changed && changed != mapping.Tags)
            {
                LambdaTables.Mappings.Put(transaction, key, mapping with { Tags = changed });
            }

            return true;
        }

        var parsed = FunctionReference.Parse(call, resource);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        if (parsed.Value.Qualifier is not null)
        {
            return LambdaErrors.InvalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
        }

        var function = await Functions.FindAsync(transaction, parsed.Value);
        if (function.IsError)
        {
            return function.Error;
        }

        if (change(function.Value.Tags) is var tags && tags != function.Value.Tags)
        {
            LambdaTables.Functions.Put(transaction, parsed.Value.Key, function.Value with { Tags = tags });
        }

        return true;
    });
}
