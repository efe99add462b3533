using Unkai.Api;

namespace Unkai.Cloud.Faults;

/// <summary>What the fault rules do to a call, after its delays.</summary>
internal readonly record struct Injection(AwsError? Error, ConnectionDrop Drop);
