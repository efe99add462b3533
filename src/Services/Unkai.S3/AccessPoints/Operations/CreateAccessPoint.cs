using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>Makes an access point of a bucket, which may be another account's: that account's bucket policy then says what the access point may do.</summary>
internal sealed class CreateAccessPoint : IOperation<CreateAccessPointRequest, CreateAccessPointResult>
{
    /// <summary>Access points an account may have in a region. Source: Amazon S3 User Guide, "Access points restrictions and limitations".</summary>
    private const int PerRegionMax = 10_000;

    public ValueTask<Outcome<CreateAccessPointResult>> ExecuteAsync(Call call, CreateAccessPointRequest request)
    {
        if (Check(request) is { } wrong)
        {
            return ValueTask.FromResult<Outcome<CreateAccessPointResult>>(wrong);
        }

        var tags = AccessPointTags.Read(request.Tags);
        if (tags.IsError)
        {
            return ValueTask.FromResult<Outcome<CreateAccessPointResult>>(tags.Error);
        }

        var id = new AccessPointId(call.Region, request.AccountId!, request.Name!);
        return call.TransactAsync<CreateAccessPointResult>(async transaction =>
        {
            var bucket = await Buckets.FindAsync(transaction, request.Bucket!, request.BucketAccountId ?? request.AccountId);
            if (bucket.IsError)
            {
                return bucket.Error;
            }

            if (bucket.Value.Region != id.Region)
            {
                return S3Errors.NoSuchBucket(request.Bucket!);
            }

            if (await AccessPointTables.Points.ContainsAsync(transaction, (id.Account, id.Region, id.Name)))
            {
                return AccessPointErrors.AlreadyOwned(id.Name);
            }

            if ((await AccessPointTables.Points.RangeAsync(transaction, AccessPointTables.Points.Under(id.Account, id.Region).All, PerRegionMax)).Count >= PerRegionMax)
            {
                return AccessPointErrors.TooMany;
            }

            var point = new AccessPointRecord
            {
                Region = id.Region,
                Account = id.Account,
                Name = id.Name,
                Alias = AccessPointNames.AliasOf(id.Name, call.Random.NextString(AccessPointNames.AliasLettersCount, AccessPointNames.AliasLetters)),
                CreatedAt = call.Clock.GetUtcNow(),
                Bucket = request.Bucket!,
                BucketOwner = bucket.Value.Owner,
                VpcId = request.VpcConfiguration?.VpcId,
                PublicAccess = PublicAccessShapes.Read(request.PublicAccessBlockConfiguration) ?? PublicAccessRecord.All,
                Tags = tags.Value,
            };
            AccessPointTables.Points.Put(transaction, (id.Account, id.Region, id.Name), point);
            AccessPointTables.Aliases.Put(transaction, point.Alias, id);
            AccessPointTables.OfBuckets.Put(transaction, (point.Bucket, id.Account, id.Region, id.Name), id);
            return new CreateAccessPointResult { AccessPointArn = id.Arn, Alias = point.Alias };
        });
    }

    private static AwsError? Check(CreateAccessPointRequest request) =>
        !AccessPointNames.IsValid(request.Name!) ? AccessPointErrors.InvalidName(request.Name!)
        : string.IsNullOrEmpty(request.Bucket) || request.VpcConfiguration is { VpcId: null or "" } ? S3Errors.MalformedXml
        : request.BucketAccountId is { } owner && AccountId.Parse(owner) is null ? AccessPointErrors.InvalidAccount
        : request.Scope is not null ? S3Errors.InvalidRequest("Scope is not supported for access points attached to general purpose buckets")
        : null;
}
