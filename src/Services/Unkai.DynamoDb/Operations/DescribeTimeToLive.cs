using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Whether a table's items go by themselves, and which attribute says when.</summary>
internal sealed class DescribeTimeToLive : IOperation<DescribeTimeToLiveInput, DescribeTimeToLiveOutput>
{
    public ValueTask<Outcome<DescribeTimeToLiveOutput>> ExecuteAsync(Call call, DescribeTimeToLiveInput request) =>
        TableLookup.ReadAsync<DescribeTimeToLiveOutput>(call, request.TableName!, static (_, table) =>
            ValueTask.FromResult<Outcome<DescribeTimeToLiveOutput>>(new DescribeTimeToLiveOutput
            {
                TimeToLiveDescription = new TimeToLiveDescription
                {
                    TimeToLiveStatus = table.TimeToLive is null ? "DISABLED" : "ENABLED",
                    AttributeName = table.TimeToLive?.Attribute,
                },
            }));
}
