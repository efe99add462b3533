using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>A table's tags in the order of their keys, 10 a page.</summary>
internal sealed class ListTagsOfResource : IOperation<ListTagsOfResourceInput, ListTagsOfResourceOutput>
{
    private const int TagsMax = 10;

    public async ValueTask<Outcome<ListTagsOfResourceOutput>> ExecuteAsync(Call call, ListTagsOfResourceInput request) =>
        await call.ReadAsync<Outcome<ListTagsOfResourceOutput>>(async snapshot =>
        {
            var found = await TagLookup.FindAsync(snapshot, call, nameof(ListTagsOfResource), request.ResourceArn!);
            if (found.IsError)
            {
                return found.Error;
            }

            var rest = found.Value.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
                .Where(tag => request.NextToken is not { } token || string.CompareOrdinal(tag.Key, token) > 0)
                .Take(TagsMax + 1)
                .Select(tag => new Tag { Key = tag.Key, Value = tag.Value })
                .ToList();
            var page = rest.Take(TagsMax).ToList();
            return new ListTagsOfResourceOutput { Tags = page, NextToken = rest.Count > TagsMax ? page[^1].Key : null };
        });
}
