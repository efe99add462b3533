using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Jobs;
using Unkai.S3.Lifecycle;
using Unkai.S3.Model;
using Unkai.S3.Notifications;
using Unkai.S3.Restoring;

namespace Unkai.S3.Operations;

/// <summary>Makes a readable copy of an archived object for some days; the copy is ready after its tier's hours on the world's clock.</summary>
internal sealed class RestoreObject : IOperation<RestoreObjectRequest, RestoreObjectOutput>
{
    private const int Begun = 202;
    private const int There = 200;

    public ValueTask<Outcome<RestoreObjectOutput>> ExecuteAsync(Call call, RestoreObjectRequest request)
    {
        if (request.RestoreRequest is not { } asked)
        {
            return ValueTask.FromResult<Outcome<RestoreObjectOutput>>(S3Errors.MalformedXml);
        }

        var tier = asked.GlacierJobParameters?.Tier ?? asked.Tier ?? "Standard";
        var refused = asked.Type is not null || asked.SelectParameters is not null || asked.OutputLocation is not null ? S3Errors.NotImplemented("restores of the type SELECT")
            : tier is not ("Standard" or "Bulk" or "Expedited") || asked.Days is null ? S3Errors.MalformedXml
            : asked.Days <= 0 ? S3Errors.InvalidArgument("Restoration days should be at least 1", "Days", asked.Days.Value.ToString(CultureInfo.InvariantCulture))
            : null;
        return refused is not null
            ? ValueTask.FromResult<Outcome<RestoreObjectOutput>>(refused)
            : call.TransactAsync<RestoreObjectOutput>(async transaction =>
            {
                var bucket = await Buckets.FindAsync(transaction, request.Bucket!, request.ExpectedBucketOwner);
                if (bucket.IsError)
                {
                    return bucket.Error;
                }

                var found = await Objects.FindAsync(transaction, request.Bucket!, request.Key!, request.VersionId);
                if (found.IsError)
                {
                    return found.Error;
                }

                var record = found.Value;
                var now = call.Clock.GetUtcNow();
                if (!Archives.IsArchived(record))
                {
                    return new AwsError("InvalidObjectState", 403, "Restore is not allowed for the object's current storage class") { Extra = [new("StorageClass", record.StorageClass ?? "STANDARD")] };
                }

                if (Archives.IsRestoring(record, now))
                {
                    return new AwsError("RestoreAlreadyInProgress", 409, "Object restore is already in progress");
                }

                if (Archives.Duration(record.StorageClass!, tier) is not { } duration)
                {
                    return S3Errors.InvalidArgument($"Retrieval option {tier} is not supported by this storage class", "Tier", tier);
                }

                var isThere = Archives.IsRestored(record, now);
                var ready = isThere ? record.RestoreReadyAt!.Value : now + duration;
                var changed = record with { RestoreReadyAt = ready, RestoreExpiresAt = LifecycleDays.DueAfter(isThere ? now : ready, asked.Days!.Value) };
                await Objects.ReplaceAsync(transaction, request.Bucket!, request.Key!, changed);
                FinishRestore.Enqueue(transaction, request.Bucket!, request.Key!, changed, isEnd: isThere, call.RequestId);
                if (!isThere)
                {
                    BucketNotifications.Enqueue(transaction, call, bucket.Value, request.Bucket!, "ObjectRestore:Post", request.Key!, changed);
                }

                return new RestoreObjectOutput { StatusCode = isThere ? There : Begun };
            });
    }
}
