using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Jobs;
using Unkai.Sqs.Jobs;

[assembly: Implements(typeof(SqsContract))]

namespace Unkai.Sqs;

/// <summary>Amazon SQS.</summary>
public sealed class SqsService : Service
{
    /// <inheritdoc/>
    public override ServiceContract Contract => SqsContract.Contract;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationHandler?> Operations { get; } = OperationBindings.Create();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, JobHandler> Jobs { get; } = new Dictionary<string, JobHandler>
    {
        [RemoveExpiredMessages.Kind] = RemoveExpiredMessages.RunAsync,
        [MoveMessages.Kind] = MoveMessages.RunAsync,
    };

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Access>> DescribeAccessAsync(Call call, OperationContract operation, Shape request) =>
        SqsArns.DescribeAsync(call, operation, request);
}
