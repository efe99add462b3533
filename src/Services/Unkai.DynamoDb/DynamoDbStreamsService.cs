using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.DynamoDbStreams;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.DynamoDb.Streams;
using Unkai.Storage;

namespace Unkai.DynamoDb;

/// <summary>Amazon DynamoDB Streams: what reads the changes of DynamoDB's tables. In DynamoDB's project, because it reads DynamoDB's tables.</summary>
public sealed class DynamoDbStreamsService : Service, IChangeSource
{
    /// <inheritdoc/>
    public override ServiceContract Contract => DynamoDbStreamsContract.Contract;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationHandler?> Operations { get; } = OperationBindings.CreateDynamoDbStreams();

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Access>> DescribeAccessAsync(Call call, OperationContract operation, Shape request) =>
        DynamoDbArns.DescribeAsync(call, operation, request);

    /// <inheritdoc/>
    public ValueTask<Watch?> WatchAsync(World world, string resource, CancellationToken cancellation) => world.Store.ReadAsync(
        world.Name,
        async snapshot => StreamLookup.ParseArn(resource) is { } key && await StreamLookup.GetAsync(snapshot, key) is { } stream
            ? snapshot.Watch(DynamoDbTables.Changes.Under(stream.Id).All)
            : null,
        cancellation);
}
