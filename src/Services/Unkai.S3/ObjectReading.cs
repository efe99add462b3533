using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Checksumming;
using Unkai.S3.Encryption;
using Unkai.S3.Model;
using Unkai.S3.Uploads;
using Unkai.Storage;

namespace Unkai.S3;

/// <summary>What GetObject and HeadObject share: finding the version, its conditions, and which of its bytes are meant.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Record">The version.</param>
/// <param name="Bodies">Its bytes.</param>
/// <param name="Range">The bytes that are meant.</param>
/// <param name="IsPartial">Whether a range or part was asked for: 206.</param>
/// <param name="PartsCount">The number of parts, when one was asked for.</param>
internal sealed record ObjectReading(BucketRecord Bucket, ObjectRecord Record, IReadOnlyList<Body> Bodies, ByteRange Range, bool IsPartial, int? PartsCount)
{
    /// <summary>The customer's key that hides the bytes, or null.</summary>
    internal CustomerKey? Key { get; private init; }

    /// <summary>The bodies' nonces, where there is a key.</summary>
    internal IReadOnlyList<ReadOnlyMemory<byte>> Nonces { get; private init; } = [];

    internal string? ContentRange => IsPartial && Range.Length > 0 ? Range.ToContentRange(Record.Size) : null;

    /// <summary>Whether the version is the current one: of others no expiration is told.</summary>
    internal bool IsCurrent { get; init; } = true;

    internal string? VersionId => Bucket.Versioning == VersioningStatus.Off ? null : Record.VersionId;

    /// <summary>The checksum of the part that was asked for, where the object keeps those of its parts.</summary>
    internal ObjectChecksum PartChecksum { get; init; }

    /// <summary>The checksum of the whole object or of one part; ranges have none.</summary>
    internal ObjectChecksum ChecksumFor(string? mode) => mode != "ENABLED" ? default : IsPartial ? PartChecksum : ObjectChecksum.Of(Record);

    internal static ValueTask<Outcome<ObjectReading>> FindAsync(Call call, GetObjectRequest request) => call.ReadAsync<Outcome<ObjectReading>>(async snapshot =>
    {
        var bucket = await Buckets.FindAsync(snapshot, request.Bucket!, request.ExpectedBucketOwner);
        if (bucket.IsError)
        {
            return bucket.Error;
        }

        var found = await Objects.FindAsync(snapshot, request.Bucket!, request.Key!, request.VersionId);
        if (found.IsError)
        {
            return found.Error;
        }

        var record = found.Value;
        if (Preconditions.CheckRead(record, request.IfMatch, request.IfNoneMatch, request.IfModifiedSince, request.IfUnmodifiedSince) is { } failed)
        {
            return failed;
        }

        var key = CustomerKey.Read(request);
        if ((key.IsError ? key.Error : CustomerKey.Check(key.Value, record.Sse) ?? RequestedEncryption.CheckRead(call, record)) is { } hidden)
        {
            return hidden;
        }

        var reading = request.PartNumber is { } part
            ? await PartAsync(snapshot, bucket.Value, record, part, request.Range)
            : await RangeAsync(snapshot, bucket.Value, record, request.Range);
        return reading.IsError ? reading : reading.Value with
        {
            Key = key.Value,
            Nonces = await EncryptedContent.NoncesAsync(snapshot, record),
            IsCurrent = request.VersionId is null || (await S3Tables.Objects.GetAsync(snapshot, (request.Bucket!, request.Key!)))?.VersionId == record.VersionId,
        };
    });

    private static async ValueTask<Outcome<ObjectReading>> RangeAsync(Snapshot snapshot, BucketRecord bucket, ObjectRecord record, string? header) =>
        !ByteRange.TryParse(header, record.Size, out var range)
            ? S3Errors.InvalidRange(header!, record.Size)
            : new ObjectReading(bucket, record, await ObjectContent.BodiesAsync(snapshot, record), range ?? new ByteRange(0, record.Size), range is not null, null);

    private static async ValueTask<Outcome<ObjectReading>> PartAsync(Snapshot snapshot, BucketRecord bucket, ObjectRecord record, int part, string? header)
    {
        if (header is not null)
        {
            return S3Errors.InvalidRequest("Cannot specify both Range header and partNumber query parameter");
        }

        if (part is < 1 or > UploadRules.PartNumberMax)
        {
            return S3Errors.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", part.ToString(CultureInfo.InvariantCulture));
        }

        if (record.UploadId is not { } upload)
        {
            return part == 1
                ? new ObjectReading(bucket, record, [record.Body], new ByteRange(0, record.Size), true, record.PartCount == 0 ? null : record.PartCount) { PartChecksum = ObjectChecksum.Of(record) }
                : S3Errors.InvalidPartNumber(part, Math.Max(1, record.PartCount));
        }

        var parts = await PartList.ReadAsync(snapshot, upload);
        long start = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            if (i + 1 == part)
            {
                return new ObjectReading(bucket, record, [.. parts.Select(row => row.Value.Body)], new ByteRange(start, parts[i].Value.Size), true, parts.Count)
                {
                    PartChecksum = record.ChecksumType == "COMPOSITE" ? ObjectChecksum.Of(parts[i].Value) : parts.Count == 1 ? ObjectChecksum.Of(record) : default,
                };
            }

            start += parts[i].Value.Size;
        }

        return S3Errors.InvalidPartNumber(part, parts.Count);
    }
}
