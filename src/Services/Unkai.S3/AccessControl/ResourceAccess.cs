using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.AccessControl;

/// <summary>What a request wants of one bucket or object: who owns it, what its policy says, what its lists grant.</summary>
/// <remarks>Source: Amazon S3 User Guide, "How Amazon S3 authorizes a request".</remarks>
internal sealed class ResourceAccess(Call call, Shape request, Snapshot snapshot)
{
    private const string Requester = "requester";

    internal async ValueTask<Access> OfAsync(string action, string bucket, string? key, string? version, BucketRecord? record)
    {
        if (record is null)
        {
            return ArnOf(action, bucket, key) with { NeedsNoPermission = call.World.Authorization != AuthorizationMode.Enforce };
        }

        var current = key is not null && NeedsObject(action, record) ? await FindAsync(bucket, key, version) : null;
        var access = Of(call, action, bucket, key, record, await PublicAccessBlocks.OfAsync(snapshot, record), current);
        if (IsUploaders(action) && await InitiatorAsync(bucket, key!) == Uploader(call.Caller))
        {
            access = access with { Granted = PrincipalMatch.Named };
        }

        access = access with { Keys = [.. ContextKeys.Of(call, request, current), new("s3:ResourceAccount", [record.Owner])] };
        return record.Payer == "Requester" && Acls.IsForeign(call.Caller, record.Owner) && !Pays()
            ? access with { Granted = PrincipalMatch.None, PolicyOnlyDenies = true, Owner = AccountId.Parse(record.Owner) }
            : access;
    }

    /// <summary>A deletion, or a look into the bucket: what does not depend on the object.</summary>
    /// <param name="call">Who asks.</param>
    /// <param name="action">IAM's name of it.</param>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="key">The object's key; null for the bucket itself.</param>
    /// <param name="record">The bucket, or null.</param>
    /// <param name="block">What the bucket and its account keep from the public.</param>
    internal static Access OfDeletion(Call call, string action, string bucket, string? key, BucketRecord? record, PublicAccessRecord? block) =>
        record is null ? ArnOf(action, bucket, key) : Of(call, action, bucket, key, record, block, null);

    /// <summary>What a writer does to an object that becomes its own: the bucket's policy can refuse it, but need not allow it.</summary>
    internal static Access OfWriter(Call call, Access write, string action) => write with
    {
        Action = action,
        Granted = call.Caller.Kind == PrincipalKind.Anonymous ? PrincipalMatch.Named : PrincipalMatch.None,
        Owner = call.Caller.Kind == PrincipalKind.Anonymous ? write.Owner : call.Account,
    };

    /// <summary>Who began an upload, as its record names them.</summary>
    internal static string Uploader(Principal caller) => caller.Arn.ToString();

    private static Access Of(Call call, string action, string bucket, string? key, BucketRecord record, PublicAccessRecord? block, ObjectRecord? current)
    {
        var ignoresPublic = block is { IgnorePublicAcls: true };
        var isForeign = Acls.IsForeign(call.Caller, record.Owner);
        var owner = record.Owner;
        var granted = PrincipalMatch.None;
        var onlyDenies = false;
        if (Acls.CountIn(record))
        {
            if (Permissions.OnBucket(action) is { } onBucket)
            {
                granted = Acls.GrantTo(Acls.OfBucket(record), onBucket, call.Caller, ignoresPublic);
            }
            else if (current is not null)
            {
                // Of what another account owns, the bucket's policy only refuses.
                var acl = Acls.OfObject(record, current);
                owner = acl.Owner;
                onlyDenies = owner != record.Owner;
                granted = Permissions.OnObject(action) is not { } onObject ? PrincipalMatch.None
                    : owner == Owners.Anonymous && call.Caller.Kind == PrincipalKind.Anonymous ? PrincipalMatch.Named
                    : Acls.GrantTo(acl, onObject, call.Caller, ignoresPublic);
            }
            else if (key is not null && action is "s3:GetObject" or "s3:GetObjectVersion")
            {
                // Nothing is there: who may list the bucket may learn that.
                granted = Acls.GrantTo(Acls.OfBucket(record), Permissions.Read, call.Caller, ignoresPublic);
            }
        }

        return ArnOf(action, bucket, key) with
        {
            Owner = AccountId.Parse(owner) ?? AccountId.Parse(record.Owner),

            // What an unsigned request wrote is of no account: even the bucket's owner needs a grant.
            IsNobodys = AccountId.Parse(owner) is null,
            ResourcePolicy = BucketPolicies.Of(record),
            Granted = granted,
            PolicyOnlyDenies = onlyDenies || (isForeign && block is { RestrictPublicBuckets: true } && BucketPolicies.IsPublic(record)),
            OwnerIsNeverDenied = action is "s3:GetBucketPolicy" or "s3:PutBucketPolicy" or "s3:DeleteBucketPolicy",
        };
    }

    private static Access ArnOf(string action, string bucket, string? key) => new(action, $"arn:aws:s3:::{bucket}{(key is null ? "" : "/" + key)}");

    private static bool IsUploaders(string action) => action is "s3:AbortMultipartUpload" or "s3:ListMultipartUploadParts";

    private bool NeedsObject(string action, BucketRecord record) =>
        action is not ("s3:PutObject" or "s3:DeleteObject" or "s3:DeleteObjectVersion") && !IsUploaders(action)
        && (Acls.CountIn(record) || BucketPolicies.AsksForTags(record) || call.World.Authorization != AuthorizationMode.Off);

    private async ValueTask<ObjectRecord?> FindAsync(string bucket, string key, string? version)
    {
        var found = await Objects.FindAsync(snapshot, bucket, key, version);
        return found.IsError ? null : found.Value;
    }

    private async ValueTask<string?> InitiatorAsync(string bucket, string key) =>
        request.Contract.Find("UploadId") is { } member && request.GetString(member.Slot) is { } upload
            ? (await S3Tables.Uploads.GetAsync(snapshot, (bucket, key, upload)))?.Initiator
            : null;

    private bool Pays() => call.Caller.Kind != PrincipalKind.Anonymous && request.Contract.Find("RequestPayer") is { } member && request.GetString(member.Slot) == Requester;
}
