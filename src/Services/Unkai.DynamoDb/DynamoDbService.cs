using Unkai.Api.Contracts;
using Unkai.Api.DynamoDb;
using Unkai.Api.DynamoDbStreams;
using Unkai.Cloud;

[assembly: Implements(typeof(DynamoDbContract))]
[assembly: Implements(typeof(DynamoDbStreamsContract))]

namespace Unkai.DynamoDb;

/// <summary>Amazon DynamoDB.</summary>
public sealed class DynamoDbService : Service
{
    /// <inheritdoc/>
    public override ServiceContract Contract => DynamoDbContract.Contract;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationHandler?> Operations { get; } = OperationBindings.CreateDynamoDb();
}
