using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Operations;

/// <summary>Makes a bucket. Names are one space for all accounts of a world.</summary>
internal sealed class CreateBucket : IOperation<CreateBucketRequest, CreateBucketOutput>
{
    private const string DefaultRegion = "us-east-1";

    public ValueTask<Outcome<CreateBucketOutput>> ExecuteAsync(Call call, CreateBucketRequest request)
    {
        var name = request.Bucket!;
        if (!BucketNameRules.IsValid(name))
        {
            return ValueTask.FromResult<Outcome<CreateBucketOutput>>(S3Errors.InvalidBucketName(name));
        }

        if (UnsupportedHeaders.Check(request) is { } unsupported)
        {
            return ValueTask.FromResult<Outcome<CreateBucketOutput>>(unsupported);
        }

        var ownership = request.ObjectOwnership ?? Acls.Enforced;
        if (ownership is not (Acls.Enforced or Acls.Preferred or Acls.Writer))
        {
            return ValueTask.FromResult<Outcome<CreateBucketOutput>>(S3Errors.InvalidArgument("Invalid x-amz-object-ownership header: " + ownership, "x-amz-object-ownership", ownership));
        }

        var grants = RequestedAcl.ForNewBucket(call.Account.Value, ownership, request);
        if (grants.IsError)
        {
            return ValueTask.FromResult<Outcome<CreateBucketOutput>>(grants.Error);
        }

        var region = RegionOf(call, request);
        if (region.IsError)
        {
            return ValueTask.FromResult<Outcome<CreateBucketOutput>>(region.Error);
        }

        var tags = TagRules.Check((request.CreateBucketConfiguration?.Tags ?? []).Select(tag => new KeyValuePair<string, string>(tag.Key ?? "", tag.Value ?? "")), TagRules.PerBucketMax);
        if (tags.IsError)
        {
            return ValueTask.FromResult<Outcome<CreateBucketOutput>>(tags.Error);
        }

        return call.TransactAsync<CreateBucketOutput>(async transaction =>
        {
            if (await S3Tables.Buckets.GetAsync(transaction, name) is { } existing)
            {
                // In us-east-1, and only there, making one's own bucket again succeeds.
                return existing.Owner != call.Account.Value ? S3Errors.BucketAlreadyExists(name)
                    : region.Value == DefaultRegion && existing.Region == DefaultRegion ? new CreateBucketOutput { Location = $"/{name}" }
                    : S3Errors.BucketAlreadyOwnedByYou(name);
            }

            S3Tables.Buckets.Put(transaction, name, new BucketRecord
            {
                Owner = call.Account.Value,
                Region = region.Value,
                CreatedAt = call.Clock.GetUtcNow(),
                Versioning = request.ObjectLockEnabledForBucket == true ? VersioningStatus.Enabled : VersioningStatus.Off,
                ObjectLock = request.ObjectLockEnabledForBucket == true ? new ObjectLockRecord() : null,
                Tags = tags.Value,
                Ownership = ownership,
                Grants = grants.Value,
                PublicAccess = PublicAccessRecord.All,
            });
            return new CreateBucketOutput { Location = $"/{name}" };
        });
    }

    private static Outcome<string> RegionOf(Call call, CreateBucketRequest request)
    {
        var asked = request.CreateBucketConfiguration?.LocationConstraint;
        if (string.IsNullOrEmpty(asked))
        {
            return call.Region == DefaultRegion
                ? DefaultRegion
                : S3Errors.IllegalLocation("The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.");
        }

        var region = asked == "EU" ? "eu-west-1" : asked;
        return region == DefaultRegion || !BucketRegions.Exists(region) ? S3Errors.InvalidLocation
            : call.Region != DefaultRegion && call.Region != region
                ? S3Errors.IllegalLocation($"The {region} location constraint is incompatible for the region specific endpoint this request was sent to.")
            : region;
    }
}
