using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Notifications;

namespace Unkai.S3.Operations;

/// <summary>Sets who is told of a bucket's changes, all of it.</summary>
internal sealed class PutBucketNotificationConfiguration : IOperation<PutBucketNotificationConfigurationRequest, PutBucketNotificationConfigurationResponse>
{
    public async ValueTask<Outcome<PutBucketNotificationConfigurationResponse>> ExecuteAsync(Call call, PutBucketNotificationConfigurationRequest request)
    {
        if (request.NotificationConfiguration is null)
        {
            return S3Errors.MalformedXml;
        }

        var rules = NotificationRules.Parse(call, request.NotificationConfiguration);
        if (rules.IsError)
        {
            return rules.Error;
        }

        var bucket = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        if (bucket.IsError)
        {
            return bucket.Error;
        }

        if (request.SkipDestinationValidation != true && await Destinations.ValidateAsync(call, request.Bucket!, bucket.Value, rules.Value) is { } refused)
        {
            return refused;
        }

        return await Buckets.ChangeAsync(
            call, request.Bucket!, request.ExpectedBucketOwner, current => current with { Notifications = rules.Value }, new PutBucketNotificationConfigurationResponse());
    }
}
