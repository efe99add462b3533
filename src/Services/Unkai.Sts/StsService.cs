using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Sts;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Jobs;
using Unkai.Storage;

[assembly: Implements(typeof(StsContract))]

namespace Unkai.Sts;

/// <summary>AWS Security Token Service: sessions and who one is.</summary>
/// <param name="store">Where sessions are looked up before there is a call.</param>
public sealed class StsService(Store store) : Service, ICredentialLookup
{
    /// <inheritdoc/>
    public override ServiceContract Contract => StsContract.Contract;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationHandler?> Operations { get; } = OperationBindings.CreateSts();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, JobHandler> Jobs { get; } = new Dictionary<string, JobHandler> { [Sessions.ExpiryJob] = Sessions.ExpireAsync };

    /// <inheritdoc/>
    public ValueTask<Credential?> FindAsync(WorldName world, string accessKeyId, CancellationToken cancellation) =>
        store.ReadAsync(world, snapshot => Sessions.FindCredentialAsync(snapshot, accessKeyId), cancellation);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Access>> DescribeAccessAsync(Call call, OperationContract operation, Shape request) =>
        ValueTask.FromResult<IReadOnlyList<Access>>(
        [
            // AssumeRole weighs the role's trust policy itself: it alone can let a caller in from another account.
            new Access($"sts:{operation.Name}", "*") { NeedsNoPermission = operation.Name is "GetCallerIdentity" or "GetSessionToken" or "GetAccessKeyInfo" or "AssumeRole" },
        ]);
}
