using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Jobs;
using Unkai.Sqs.Fifo;
using Unkai.Sqs.Jobs;
using Unkai.Sqs.Standard;

[assembly: Implements(typeof(SqsContract))]

namespace Unkai.Sqs;

/// <summary>Amazon SQS.</summary>
public sealed class SqsService : Service, IReadySource
{
    /// <inheritdoc/>
    public override ServiceContract Contract => SqsContract.Contract;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationHandler?> Operations { get; } = OperationBindings.CreateSqs();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, JobHandler> Jobs { get; } = new Dictionary<string, JobHandler>
    {
        [RemoveExpiredMessages.Kind] = RemoveExpiredMessages.RunAsync,
        [MoveMessages.Kind] = MoveMessages.RunAsync,
    };

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Access>> DescribeAccessAsync(Call call, OperationContract operation, Shape request) =>
        SqsArns.DescribeAsync(call, operation, request);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextReadyAsync(World world, string resource, CancellationToken cancellation) => world.Store.ReadAsync(
        world.Name,
        async snapshot =>
        {
            var now = world.Clock.GetUtcNow();
            return await Queues.FindByArnAsync(snapshot, resource) is not { } queue ? null
                : queue.IsFifo ? await FifoReceiver.NextAsync(snapshot, queue.Id, now)
                : await StandardReceiver.NextAsync(snapshot, queue.Id, now);
        },
        cancellation);
}
