using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;

namespace Unkai.Server;

/// <summary>Asks IAM and STS about keys and policies; they are made when the first such question comes.</summary>
internal sealed class IdentityServices(Func<ServiceCatalog> services) : ICredentialLookup, IPolicySource
{
    public ValueTask<Credential?> FindAsync(WorldName world, string accessKeyId, CancellationToken cancellation) =>
        services().Find(accessKeyId.StartsWith("ASIA", StringComparison.Ordinal) ? "sts" : "iam") is ICredentialLookup lookup
            ? lookup.FindAsync(world, accessKeyId, cancellation)
            : ValueTask.FromResult<Credential?>(null);

    public ValueTask<PolicySet> FindAsync(World world, Principal principal, CancellationToken cancellation) =>
        services().Find("iam") is IPolicySource source
            ? source.FindAsync(world, principal, cancellation)
            : ValueTask.FromResult(new PolicySet());
}
