using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Removes tags from a table.</summary>
internal sealed class UntagResource : IOperation<UntagResourceInput, UntagResourceResponse>
{
    public ValueTask<Outcome<UntagResourceResponse>> ExecuteAsync(Call call, UntagResourceInput request) => call.TransactAsync<UntagResourceResponse>(async transaction =>
    {
        if (request.TagKeys!.Count == 0)
        {
            return DynamoDbErrors.Validation("Atleast one Tag Key needs to be provided as Input.");
        }

        var found = await TagLookup.FindAsync(transaction, call, nameof(UntagResource), request.ResourceArn!);
        if (found.IsError)
        {
            return found.Error;
        }

        var tags = found.Value.Tags.Where(tag => !request.TagKeys.Contains(tag.Key)).ToDictionary(tag => tag.Key, tag => tag.Value);
        DynamoDbTables.Tables.Put(transaction, found.Value.Row, found.Value with { Tags = tags });
        return new UntagResourceResponse();
    });
}
