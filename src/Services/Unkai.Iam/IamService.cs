using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Storage;

[assembly: Implements(typeof(IamContract))]

namespace Unkai.Iam;

/// <summary>AWS Identity and Access Management: identities, their keys and their policies.</summary>
/// <param name="store">Where keys are looked up before there is a call.</param>
public sealed class IamService(Store store) : Service, ICredentialLookup, IPolicySource
{
    /// <inheritdoc/>
    public override ServiceContract Contract => IamContract.Contract;

    /// <inheritdoc/>
    public override IReadOnlyList<OperationHandler?> Operations { get; } = OperationBindings.CreateIam();

    /// <inheritdoc/>
    public ValueTask<Credential?> FindAsync(WorldName world, string accessKeyId, CancellationToken cancellation) =>
        store.ReadAsync(world, snapshot => AccessKeys.FindCredentialAsync(snapshot, accessKeyId), cancellation);

    /// <inheritdoc/>
    public ValueTask<PolicySet> FindAsync(World world, Principal principal, CancellationToken cancellation) =>
        world.Store.ReadAsync(world.Name, snapshot => PrincipalPolicies.FindAsync(snapshot, principal), cancellation);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<Access>> DescribeAccessAsync(Call call, OperationContract operation, Shape request) =>
        ValueTask.FromResult<IReadOnlyList<Access>>([IamArns.Describe(call, operation, request)]);
}
