using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>Where a bucket's requests are logged.</summary>
internal sealed class GetBucketLogging : IOperation<GetBucketLoggingRequest, GetBucketLoggingOutput>
{
    public async ValueTask<Outcome<GetBucketLoggingOutput>> ExecuteAsync(Call call, GetBucketLoggingRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError ? found.Error : new GetBucketLoggingOutput { LoggingEnabled = found.Value.Logging is { } logging ? ConfigurationShape.FromJson<LoggingEnabled>(logging.Json) : null };
    }
}
