using Unkai.Api;
using Unkai.Cloud.Authorization;
using Unkai.S3.AccessControl;

namespace Unkai.S3.AccessPoints;

/// <summary>Access points' policies.</summary>
internal static class AccessPointPolicies
{
    internal static PolicyDocument? Of(AccessPointRecord point) => point.Policy is { } policy ? ParsedPolicies.Of(point, policy).Document : null;

    /// <summary>Whether the policy lets strangers in; one that only a VPC reaches is never public.</summary>
    internal static bool IsPublic(AccessPointRecord point) => point is { VpcId: null, Policy: { } policy } && ParsedPolicies.Of(point, policy).IsPublic;

    /// <summary>A policy that may be put on the access point, or what is wrong with it.</summary>
    internal static Outcome<PolicyDocument> Read(AccessPointId id, string policy) => BucketPolicies.Read(id.Arn, id.Arn + "/object/", policy);
}
