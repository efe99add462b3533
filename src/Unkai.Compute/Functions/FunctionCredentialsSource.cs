namespace Unkai.Compute;

/// <summary>Assumes a function's execution role: as on AWS, the credentials come from STS.</summary>
/// <returns>Null when the role cannot be assumed; the invocation is then refused.</returns>
public delegate ValueTask<FunctionCredentials?> FunctionCredentialsSource(CancellationToken cancellation);
