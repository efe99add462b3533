using Unkai.Api;
using Unkai.Api.DynamoDbStreams;
using Unkai.Cloud;
using Unkai.DynamoDb.Streams;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>The caller's streams in a region, or a table's; those that ended within a day too. Up to 100 a page.</summary>
internal sealed class ListStreams : IOperation<ListStreamsInput, ListStreamsOutput>
{
    private const int StreamsMax = 100;

    public async ValueTask<Outcome<ListStreamsOutput>> ExecuteAsync(Call call, ListStreamsInput request)
    {
        var rows = DynamoDbTables.Streams;
        var range = request.TableName is { } table ? rows.Under(call.Account.Value, call.Region, table).All : rows.Under(call.Account.Value, call.Region).All;
        if (request.ExclusiveStartStreamArn is { } start)
        {
            if (StreamLookup.ParseArn(start) is not { } key)
            {
                return DynamoDbErrors.Validation($"Invalid StreamArn: {start}");
            }

            range = range.After(rows.KeyOf((key.Account, key.Region, key.Table, key.Label)));
        }

        var max = Math.Min(request.Limit ?? StreamsMax, StreamsMax);
        var found = await call.ReadAsync(snapshot => rows.RangeAsync(snapshot, range, max + 1));
        var page = found.Take(max).Select(row => new Unkai.Api.DynamoDbStreams.Stream { StreamArn = row.Value.Arn, TableName = row.Value.Table, StreamLabel = row.Value.Label }).ToList();
        return new ListStreamsOutput { Streams = page, LastEvaluatedStreamArn = found.Count > max ? page[^1].StreamArn : null };
    }
}
