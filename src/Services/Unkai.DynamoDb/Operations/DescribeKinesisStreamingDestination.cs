using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>The Kinesis streams that a table's changes go to: none, as long as none can be named.</summary>
internal sealed class DescribeKinesisStreamingDestination : IOperation<DescribeKinesisStreamingDestinationInput, DescribeKinesisStreamingDestinationOutput>
{
    public ValueTask<Outcome<DescribeKinesisStreamingDestinationOutput>> ExecuteAsync(Call call, DescribeKinesisStreamingDestinationInput request) =>
        TableLookup.ReadAsync<DescribeKinesisStreamingDestinationOutput>(call, request.TableName!, static (_, table) =>
            ValueTask.FromResult<Outcome<DescribeKinesisStreamingDestinationOutput>>(new DescribeKinesisStreamingDestinationOutput
            {
                TableName = table.Name,
                KinesisDataStreamDestinations = [],
            }));
}
