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

        if (rules.Value.FirstOrDefault(rule => Arn.Parse(rule.Target) is { } target && target.Region != bucket.Value.Region) is { } far)
        {
            return S3Errors.InvalidArgument("The notification destination service region is not valid for the bucket location constraint", "Destination", far.Target);
        }

        // Unlike the others, an event bus that is not there cannot come to be meanwhile: the cloud has none.
        var tellsBus = request.NotificationConfiguration.EventBridgeConfiguration is not null;
        if (tellsBus && !await NamedDestinations.HasEventBusAsync(call, bucket.Value.Owner, bucket.Value.Region))
        {
            return S3Errors.InvalidArgument("Unable to validate the following destination configurations", "EventBridgeConfiguration", "The event bus cannot be reached");
        }

        if (request.SkipDestinationValidation != true && await Destinations.ValidateAsync(call, request.Bucket!, bucket.Value, rules.Value) is { } refused)
        {
            return refused;
        }

        return await Buckets.ChangeAsync(
            call, request.Bucket!, request.ExpectedBucketOwner, current => current with { Notifications = rules.Value, NotifiesEventBridge = tellsBus }, new PutBucketNotificationConfigurationResponse());
    }
}
