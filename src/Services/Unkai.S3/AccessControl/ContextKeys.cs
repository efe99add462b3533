using System.Globalization;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.AccessControl;

/// <summary>S3's condition keys: what a request says of itself, and what is known of the object that it means.</summary>
/// <remarks>Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".</remarks>
internal static class ContextKeys
{
    private static readonly (string Member, string Key)[] s_members =
    [
        ("Prefix", "s3:prefix"), ("Delimiter", "s3:delimiter"), ("MaxKeys", "s3:max-keys"), ("VersionId", "s3:VersionId"),
        ("ACL", "s3:x-amz-acl"), ("GrantFullControl", "s3:x-amz-grant-full-control"), ("GrantRead", "s3:x-amz-grant-read"), ("GrantReadACP", "s3:x-amz-grant-read-acp"),
        ("GrantWrite", "s3:x-amz-grant-write"), ("GrantWriteACP", "s3:x-amz-grant-write-acp"),
        ("ServerSideEncryption", "s3:x-amz-server-side-encryption"), ("SSEKMSKeyId", "s3:x-amz-server-side-encryption-aws-kms-key-id"),
        ("SSECustomerAlgorithm", "s3:x-amz-server-side-encryption-customer-algorithm"),
        ("CopySource", "s3:x-amz-copy-source"), ("MetadataDirective", "s3:x-amz-metadata-directive"), ("StorageClass", "s3:x-amz-storage-class"),
        ("WebsiteRedirectLocation", "s3:x-amz-website-redirect-location"), ("ObjectOwnership", "s3:x-amz-object-ownership"),
        ("ObjectLockMode", "s3:object-lock-mode"), ("ObjectLockLegalHoldStatus", "s3:object-lock-legal-hold"), ("ObjectLockRetainUntilDate", "s3:object-lock-retain-until-date"),
        ("IfMatch", "s3:if-match"), ("IfNoneMatch", "s3:if-none-match"),
    ];

    internal static List<KeyValuePair<string, IReadOnlyList<string>>> Of(Call call, Shape request, ObjectRecord? current)
    {
        var keys = new List<KeyValuePair<string, IReadOnlyList<string>>>();
        foreach (var (name, key) in s_members)
        {
            if (request.Contract.Find(name) is { } member && TextOf(request, member) is { } text)
            {
                keys.Add(new(key, [name == "CopySource" ? Uri.UnescapeDataString(text) : text]));
            }
        }

        var tags = RequestTags(request);
        if (tags is { Count: > 0 })
        {
            keys.Add(new("s3:RequestObjectTagKeys", [.. tags.Keys]));
            keys.AddRange(tags.Select(tag => new KeyValuePair<string, IReadOnlyList<string>>($"s3:RequestObjectTag/{tag.Key}", [tag.Value])));
        }

        if (current is not null)
        {
            keys.AddRange(current.Tags.Select(tag => new KeyValuePair<string, IReadOnlyList<string>>($"s3:ExistingObjectTag/{tag.Key}", [tag.Value])));
        }

        AddLocks(keys, call, request);
        if (CreatesObject(request) is { } creates)
        {
            keys.Add(new("s3:ObjectCreationOperation", [creates ? "true" : "false"]));
        }

        if (request is CreateBucketRequest { CreateBucketConfiguration.LocationConstraint: { } location })
        {
            keys.Add(new("s3:locationconstraint", [location]));
        }

        if (call.Origin.Signature is { } signature && call.Cause is null)
        {
            if (signature.ContentSha256 is { } digest)
            {
                keys.Add(new("s3:x-amz-content-sha256", [digest]));
            }

            keys.Add(new("s3:authType", [signature.AuthType]));
            keys.Add(new("s3:signatureversion", [signature.Version]));
            if (signature.SignedAt is { } signedAt)
            {
                keys.Add(new("s3:signatureAge", [Math.Max(0, (long)(call.World.Machine.UtcNow - signedAt).TotalMilliseconds).ToString(CultureInfo.InvariantCulture)]));
            }
        }

        return keys;
    }

    /// <summary>Whether the request is what makes an object come into being; null for one that has nothing to do with that.</summary>
    private static bool? CreatesObject(Shape request) => request switch
    {
        PutObjectRequest or CopyObjectRequest or CompleteMultipartUploadRequest => true,
        CreateMultipartUploadRequest or UploadPartRequest or UploadPartCopyRequest => false,
        _ => null,
    };

    /// <summary>Locks that stand in a body, and how long a retention still lasts.</summary>
    private static void AddLocks(List<KeyValuePair<string, IReadOnlyList<string>>> keys, Call call, Shape request)
    {
        if (request is PutObjectLegalHoldRequest { LegalHold.Status: { } status })
        {
            keys.Add(new("s3:object-lock-legal-hold", [status]));
        }

        var until = request.Contract.Find("ObjectLockRetainUntilDate") is { } member ? request.GetTimestamp(member.Slot) : null;
        if (request is PutObjectRetentionRequest { Retention: { } retention })
        {
            until = retention.RetainUntilDate;
            if (retention.Mode is { } mode)
            {
                keys.Add(new("s3:object-lock-mode", [mode]));
            }

            if (until is { } date)
            {
                keys.Add(new("s3:object-lock-retain-until-date", [date.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)]));
            }
        }

        if (until is { } end)
        {
            keys.Add(new("s3:object-lock-remaining-retention-days", [Math.Ceiling((end - call.Clock.GetUtcNow()).TotalDays).ToString(CultureInfo.InvariantCulture)]));
        }
    }

    private static string? TextOf(Shape request, MemberContract member) => member.Kind switch
    {
        ShapeKind.String => request.GetString(member.Slot),
        ShapeKind.Integer => request.GetInt32(member.Slot)?.ToString(CultureInfo.InvariantCulture),
        ShapeKind.Timestamp => request.GetTimestamp(member.Slot)?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static Dictionary<string, string>? RequestTags(Shape request)
    {
        if (request is PutObjectTaggingRequest put)
        {
            return put.Tagging?.TagSet?.Where(tag => tag.Key is not null).GroupBy(tag => tag.Key!).ToDictionary(tags => tags.Key, tags => tags.First().Value ?? "");
        }

        return request.Contract.Find("Tagging") is { Kind: ShapeKind.String } member && TagRules.ParseHeader(request.GetString(member.Slot)) is { IsError: false } parsed ? parsed.Value : null;
    }
}
