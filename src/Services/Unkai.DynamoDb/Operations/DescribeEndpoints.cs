using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Operations;

/// <summary>The endpoint to use: the one that the call came in on.</summary>
internal sealed class DescribeEndpoints : IOperation<DescribeEndpointsRequest, DescribeEndpointsResponse>
{
    private const long CacheMinutes = 1440;

    public ValueTask<Outcome<DescribeEndpointsResponse>> ExecuteAsync(Call call, DescribeEndpointsRequest request) =>
        ValueTask.FromResult<Outcome<DescribeEndpointsResponse>>(new DescribeEndpointsResponse
        {
            Endpoints = [new Endpoint { Address = new Uri(call.Origin.BaseAddress).Authority, CachePeriodInMinutes = CacheMinutes }],
        });
}
