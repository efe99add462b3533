using Unkai.Api;

namespace Unkai.S3;

/// <summary>Headers that promise what is not there yet: refused by name rather than passed over.</summary>
internal static class UnsupportedHeaders
{
    private static readonly HashSet<string> s_storageClasses =
        ["STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR"];

    internal static AwsError? Check(string? customerAlgorithm, string? encryption, string? lockMode, string? legalHold, string? acl, string? storageClass) =>
        customerAlgorithm is not null ? S3Errors.NotImplemented("x-amz-server-side-encryption-customer-algorithm")
        : encryption is not (null or "AES256") ? S3Errors.NotImplemented($"x-amz-server-side-encryption: {encryption}")
        : lockMode is not null ? S3Errors.NotImplemented("x-amz-object-lock-mode")
        : legalHold is not null ? S3Errors.NotImplemented("x-amz-object-lock-legal-hold")
        : acl is not (null or "private" or "bucket-owner-full-control") ? S3Errors.NotImplemented($"x-amz-acl: {acl}")
        : storageClass is not null && !s_storageClasses.Contains(storageClass) ? new AwsError("InvalidStorageClass", 400, "The storage class you specified is not valid")
        : null;
}
