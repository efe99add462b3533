using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.S3;
using Unkai.Api.S3Control;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Jobs;
using Unkai.S3.Jobs;

[assembly: Implements(typeof(S3Contract))]
[assembly: Implements(typeof(S3ControlContract))]

namespace Unkai.S3;

/// <summary>Amazon S3.</summary>
public sealed class S3Service : Service
{
    /// <inheritdoc/>
    public override ServiceContract Contract => S3Contract.Contract;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationHandler?> Operations { get; } = OperationBindings.CreateS3();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, JobHandler> Jobs { get; } = new Dictionary<string, JobHandler>
    {
        [RunLifecycle.Kind] = RunLifecycle.RunAsync,
        [FinishRestore.Kind] = FinishRestore.RunAsync,
        [ReplicateObject.Kind] = ReplicateObject.RunAsync,
        [DeliverNotification.Kind] = DeliverNotification.RunAsync,
        [DeliverAccessLog.Kind] = DeliverAccessLog.RunAsync,
    };

    /// <inheritdoc/>
    public override bool GuardsResources => true;

    /// <inheritdoc/>
    public override ValueTask<AwsError?> AdmitAsync(Call call, OperationContract operation, Shape request) => Admission.AdmitAsync(call, operation, request);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Access>> DescribeAccessAsync(Call call, OperationContract operation, Shape request) =>
        S3Arns.DescribeAsync(call, operation, request);
}
