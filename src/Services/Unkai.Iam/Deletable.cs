using Unkai.Api;
using Unkai.Iam.Model;

namespace Unkai.Iam;

/// <summary>Whether an identity may go: its policies must have gone first.</summary>
internal static class Deletable
{
    internal static AwsError? Check(IdentityRecord record) =>
        record.AttachedPolicies.Count > 0 ? IamErrors.Conflict("Cannot delete entity, must detach all policies first.")
        : record.InlinePolicies.Count > 0 ? IamErrors.Conflict("Cannot delete entity, must delete policies first.")
        : null;
}
