using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Uploads;

/// <summary>Multipart uploads that are neither completed nor aborted.</summary>
internal static class UploadsUnderWay
{
    internal static async ValueTask<Outcome<UploadRecord>> FindAsync(Snapshot snapshot, string bucket, string key, string upload, string? expectedOwner)
    {
        var found = await Buckets.FindAsync(snapshot, bucket, expectedOwner);
        return found.IsError ? found.Error
            : await S3Tables.Uploads.GetAsync(snapshot, (bucket, key, upload)) is { } record ? record
            : S3Errors.NoSuchUpload(upload);
    }

    internal static ValueTask<Outcome<PartRecord>> PutPartAsync(Call call, string bucket, string key, string upload, int number, PartRecord part, string? expectedOwner, CopiedObject? source = null) =>
        call.TransactAsync<PartRecord>(async transaction =>
        {
            var found = await FindAsync(transaction, bucket, key, upload, expectedOwner);
            if (found.IsError)
            {
                return found.Error;
            }

            if (source is not null && await source.CheckStandsAsync(transaction, part.Body) is { } gone)
            {
                return gone;
            }

            if (await S3Tables.Parts.GetAsync(transaction, (upload, number)) is { } replaced)
            {
                transaction.Dereference(replaced.Body);
            }

            transaction.Reference(part.Body);
            S3Tables.Parts.Put(transaction, (upload, number), part);
            return part;
        });
}
