namespace Unkai.Api;

/// <summary>Knows the access keys that this cloud issued. IAM (users' keys) and STS (sessions' keys) implement it.</summary>
public interface ICredentialLookup
{
    /// <returns>Null when this cloud did not issue the key.</returns>
    ValueTask<Credential?> FindAsync(WorldName world, string accessKeyId, CancellationToken cancellation);
}
