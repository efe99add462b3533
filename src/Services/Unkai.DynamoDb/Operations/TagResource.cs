using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Adds tags to a table, or changes them.</summary>
internal sealed class TagResource : IOperation<TagResourceInput, TagResourceResponse>
{
    public ValueTask<Outcome<TagResourceResponse>> ExecuteAsync(Call call, TagResourceInput request) => call.TransactAsync<TagResourceResponse>(async transaction =>
    {
        if (request.Tags!.Count == 0)
        {
            return DynamoDbErrors.Validation("Atleast one Tag needs to be provided as Input.");
        }

        var found = await TagLookup.FindAsync(transaction, call, nameof(TagResource), request.ResourceArn!);
        if (found.IsError)
        {
            return found.Error;
        }

        var tags = TableSettings.ReadTags(request.Tags, found.Value.Tags);
        if (tags.IsError)
        {
            return tags.Error;
        }

        DynamoDbTables.Tables.Put(transaction, found.Value.Row, found.Value with { Tags = tags.Value });
        return new TagResourceResponse();
    });
}
