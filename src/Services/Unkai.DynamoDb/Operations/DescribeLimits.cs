using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Operations;

/// <summary>The quotas of provisioned capacity, in units a second.</summary>
/// <remarks>Source: DynamoDB Developer Guide, Quotas, "Throughput default quotas".</remarks>
internal sealed class DescribeLimits : IOperation<DescribeLimitsInput, DescribeLimitsOutput>
{
    public ValueTask<Outcome<DescribeLimitsOutput>> ExecuteAsync(Call call, DescribeLimitsInput request) => ValueTask.FromResult<Outcome<DescribeLimitsOutput>>(new DescribeLimitsOutput
    {
        AccountMaxReadCapacityUnits = 80_000,
        AccountMaxWriteCapacityUnits = 80_000,
        TableMaxReadCapacityUnits = 40_000,
        TableMaxWriteCapacityUnits = 40_000,
    });
}
