using Unkai.Api;

namespace Unkai.Cloud.Authorization;

/// <summary>Knows the policies that hang on principals. The IAM service implements it.</summary>
public interface IPolicySource
{
    /// <summary>Identity policies and boundary of a user, or of the role behind a session; empty for a principal that is not there.</summary>
    ValueTask<PolicySet> FindAsync(World world, Principal principal, CancellationToken cancellation);
}
