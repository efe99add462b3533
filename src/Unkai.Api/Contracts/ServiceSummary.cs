using System.Collections.Immutable;

namespace Unkai.Api.Contracts;

/// <summary>What one must know of a service to tell that a request is for it, without loading its tables.</summary>
/// <param name="Name">The contract's name.</param>
/// <param name="ServiceId">AWS's service id.</param>
/// <param name="SigningName">The name in a signature's scope.</param>
/// <param name="EndpointPrefix">The first label of AWS's host names.</param>
/// <param name="TargetPrefix">What stands before the dot in <c>X-Amz-Target</c>; null where there is none.</param>
/// <param name="ApiVersion">The API's version.</param>
/// <param name="Protocols">The protocols that the service speaks.</param>
public sealed record ServiceSummary(
    string Name, string ServiceId, string SigningName, string EndpointPrefix, string? TargetPrefix, string ApiVersion, ImmutableArray<ProtocolKind> Protocols);
