using Unkai.Api;
using Unkai.S3.Model;

namespace Unkai.S3;

/// <summary>Conditional requests.</summary>
/// <remarks>Source: Amazon S3 API reference, GetObject and PutObject; User Guide, "Conditional requests"; RFC 7232.</remarks>
internal static class Preconditions
{
    /// <summary>For reads: 412 or 304, or null to go on.</summary>
    internal static AwsError? CheckRead(ObjectRecord found, string? ifMatch, string? ifNoneMatch, DateTimeOffset? ifModifiedSince, DateTimeOffset? ifUnmodifiedSince)
    {
        if (ifMatch is not null)
        {
            if (!Matches(ifMatch, found.ETag))
            {
                return S3Errors.PreconditionFailed("If-Match");
            }
        }
        else if (ifUnmodifiedSince is { } unmodified && WholeSeconds(found.LastModified) > unmodified)
        {
            return S3Errors.PreconditionFailed("If-Unmodified-Since");
        }

        if (ifNoneMatch is not null)
        {
            if (Matches(ifNoneMatch, found.ETag))
            {
                return S3Errors.NotModified(found.ETag, found.LastModified);
            }
        }
        else if (ifModifiedSince is { } modified && WholeSeconds(found.LastModified) <= modified)
        {
            return S3Errors.NotModified(found.ETag, found.LastModified);
        }

        return null;
    }

    /// <summary>For writes: against what stands there now.</summary>
    internal static AwsError? CheckWrite(ObjectRecord? current, string key, string? ifMatch, string? ifNoneMatch)
    {
        var there = current is { IsDeleteMarker: false } ? current : null;
        if (ifMatch is not null)
        {
            return there is null ? S3Errors.NoSuchKey(key) : Matches(ifMatch, there.ETag) ? null : S3Errors.PreconditionFailed("If-Match");
        }

        if (ifNoneMatch is null)
        {
            return null;
        }

        if (ifNoneMatch != "*")
        {
            return new AwsError("NotImplemented", 501, "A header you provided implies functionality that is not implemented")
            {
                Extra = [new("Header", "If-None-Match"), new("additionalMessage", "We don't accept the provided value of If-None-Match header for this API")],
            };
        }

        return there is null ? null : S3Errors.PreconditionFailed("If-None-Match");
    }

    /// <summary>For copies: against the source.</summary>
    internal static AwsError? CheckCopySource(ObjectRecord source, string? ifMatch, string? ifNoneMatch, DateTimeOffset? ifModifiedSince, DateTimeOffset? ifUnmodifiedSince) =>
        CheckRead(source, ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince) switch
        {
            null => null,
            { Status: 304 } => S3Errors.PreconditionFailed(ifNoneMatch is not null ? "x-amz-copy-source-if-none-match" : "x-amz-copy-source-if-modified-since"),
            var failed => failed,
        };

    private static bool Matches(string condition, string etag)
    {
        foreach (var range in condition.AsSpan().Split(','))
        {
            var tag = condition.AsSpan()[range].Trim();
            if (tag.StartsWith("W/"))
            {
                tag = tag[2..];
            }

            if (tag is "*" || tag.Trim('"').SequenceEqual(etag))
            {
                return true;
            }
        }

        return false;
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
