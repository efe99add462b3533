using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.S3Control;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.S3.AccessPoints;

namespace Unkai.S3;

/// <summary>Amazon S3 Control: access points and what belongs to an account rather than to a bucket. In S3's project, because S3's requests go through it.</summary>
public sealed class S3ControlService : Service
{
    /// <inheritdoc/>
    public override ServiceContract Contract => S3ControlContract.Contract;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationHandler?> Operations { get; } = OperationBindings.CreateS3Control();

    /// <inheritdoc/>
    public override bool GuardsResources => true;

    /// <inheritdoc/>
    public override ValueTask<AwsError?> AdmitAsync(Call call, OperationContract operation, Shape request) => ValueTask.FromResult(S3ControlArns.CheckAccount(request));

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Access>> DescribeAccessAsync(Call call, OperationContract operation, Shape request) =>
        S3ControlArns.DescribeAsync(call, operation, request);
}
