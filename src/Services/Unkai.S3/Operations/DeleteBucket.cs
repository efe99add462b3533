using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessPoints;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Operations;

/// <summary>Removes an empty bucket.</summary>
internal sealed class DeleteBucket : IOperation<DeleteBucketRequest, DeleteBucketResponse>
{
    public ValueTask<Outcome<DeleteBucketResponse>> ExecuteAsync(Call call, DeleteBucketRequest request) =>
        call.TransactAsync<DeleteBucketResponse>(async transaction =>
        {
            var name = request.Bucket!;
            var found = await Buckets.FindAsync(transaction, name, request.ExpectedBucketOwner);
            if (found.IsError)
            {
                return found.Error;
            }

            if ((await S3Tables.Objects.RangeAsync(transaction, S3Tables.Objects.Under(name).All, 1)).Count > 0
                || (await S3Tables.OlderVersions.RangeAsync(transaction, S3Tables.OlderVersions.Under(name).All, 1)).Count > 0)
            {
                return S3Errors.BucketNotEmpty(name, found.Value.Versioning != VersioningStatus.Off);
            }

            await foreach (var point in AccessPointTables.OfBuckets.EachAsync(transaction, AccessPointTables.OfBuckets.Under(name).All))
            {
                // Another account's access point keeps nobody from deleting the bucket.
                if (point.Key.Account == found.Value.Owner)
                {
                    return AccessPointErrors.BucketHasAccessPoints(name);
                }

                AccessPointTables.OfBuckets.Delete(transaction, point.Key);
            }

            await foreach (var upload in S3Tables.Uploads.EachAsync(transaction, S3Tables.Uploads.Under(name).All))
            {
                await Uploads.PartList.ReleaseAsync(transaction, upload.Key.Upload);
                S3Tables.Uploads.Delete(transaction, upload.Key);
            }

            await foreach (var configuration in S3Tables.Configurations.EachAsync(transaction, S3Tables.Configurations.Under(name).All))
            {
                S3Tables.Configurations.Delete(transaction, configuration.Key);
            }

            S3Tables.Buckets.Delete(transaction, name);
            return new DeleteBucketResponse();
        });
}
