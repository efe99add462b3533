namespace Unkai.Compute;

/// <summary>Temporary credentials of a function's execution role.</summary>
public sealed record FunctionCredentials(string AccessKeyId, string SecretAccessKey, string SessionToken, DateTimeOffset Expiration);
