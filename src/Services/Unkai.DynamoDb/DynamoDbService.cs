using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.DynamoDb;
using Unkai.Api.DynamoDbStreams;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Jobs;
using Unkai.DynamoDb.Jobs;
using Unkai.DynamoDb.Values;

[assembly: Implements(typeof(DynamoDbContract))]
[assembly: Implements(typeof(DynamoDbStreamsContract))]

namespace Unkai.DynamoDb;

/// <summary>Amazon DynamoDB.</summary>
public sealed class DynamoDbService : Service
{
    static DynamoDbService() => ContractCatalog.ReadMapsWith("dynamodb", "PutItemInputAttributeMap", JsonItemReader.Read);

    /// <inheritdoc/>
    public override ServiceContract Contract => DynamoDbContract.Contract;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationHandler?> Operations { get; } = OperationBindings.CreateDynamoDb();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, JobHandler> Jobs { get; } = new Dictionary<string, JobHandler>
    {
        [ExpireItems.Kind] = ExpireItems.RunAsync,
        [FindExpiries.Kind] = FindExpiries.RunAsync,
        [ForgetTokens.Kind] = ForgetTokens.RunAsync,
        [RestoreItems.Kind] = RestoreItems.RunAsync,
        [ReplicateItem.Kind] = ReplicateItem.RunAsync,
        [FillReplica.Kind] = FillReplica.RunAsync,
        [ExportItems.Kind] = ExportItems.RunAsync,
        [ImportItems.Kind] = ImportItems.RunAsync,
        [FillIndex.Kind] = FillIndex.RunAsync,
        [TrimStream.Kind] = TrimStream.RunAsync,
        [TrimStream.EndKind] = TrimStream.EndAsync,
        [TrimUndo.Kind] = TrimUndo.RunAsync,
    };

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Access>> DescribeAccessAsync(Call call, OperationContract operation, Shape request) =>
        DynamoDbArns.DescribeAsync(call, operation, request);
}
