using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>A bucket's CORS rules.</summary>
internal sealed class GetBucketCors : IOperation<GetBucketCorsRequest, GetBucketCorsOutput>
{
    public async ValueTask<Outcome<GetBucketCorsOutput>> ExecuteAsync(Call call, GetBucketCorsRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError ? found.Error
            : found.Value.Cors.Count == 0 ? S3Errors.NoSuchCors(request.Bucket!)
            : new GetBucketCorsOutput
            {
                CORSRules =
                [
                    .. found.Value.Cors.Select(rule => new CORSRule
                    {
                        ID = rule.Id,
                        AllowedMethods = [.. rule.AllowedMethods],
                        AllowedOrigins = [.. rule.AllowedOrigins],
                        AllowedHeaders = rule.AllowedHeaders.Count == 0 ? null : [.. rule.AllowedHeaders],
                        ExposeHeaders = rule.ExposeHeaders.Count == 0 ? null : [.. rule.ExposeHeaders],
                        MaxAgeSeconds = rule.MaxAgeSeconds,
                    }),
                ],
            };
    }
}
