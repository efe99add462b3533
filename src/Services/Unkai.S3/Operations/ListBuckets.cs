using System.Text;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>The caller's buckets, in order of their names.</summary>
internal sealed class ListBuckets : IOperation<ListBucketsRequest, ListBucketsOutput>
{
    public async ValueTask<Outcome<ListBucketsOutput>> ExecuteAsync(Call call, ListBucketsRequest request)
    {
        if (request.MaxBuckets is < 1 or > Buckets.PerAccountMax)
        {
            return S3Errors.InvalidArgument($"Argument max-buckets must be an integer between 1 and {Buckets.PerAccountMax}.", "max-buckets", request.MaxBuckets.ToString());
        }

        if (request.BucketRegion is { } asked && !BucketRegions.Exists(asked))
        {
            return S3Errors.InvalidArgument($"Argument value {asked} is not a valid AWS Region", "bucket-region", asked);
        }

        string? after = null;
        if (request.ContinuationToken is { Length: > 0 } token && (after = DecodeToken(token)) is null)
        {
            return S3Errors.InvalidArgument("The continuation token provided is incorrect", "continuation-token", token);
        }

        return await call.ReadAsync<Outcome<ListBucketsOutput>>(async snapshot =>
        {
            var output = new ListBucketsOutput { Owner = Owners.Of(call.Account.Value), Buckets = [], Prefix = request.Prefix };
            await foreach (var row in S3Tables.Buckets.EachAsync(snapshot, S3Tables.Buckets.All))
            {
                if (row.Value.Owner != call.Account.Value
                    || (request.Prefix is { } prefix && !row.Key.StartsWith(prefix, StringComparison.Ordinal))
                    || (request.BucketRegion is { } region && row.Value.Region != region)
                    || (after is not null && string.CompareOrdinal(row.Key, after) <= 0))
                {
                    continue;
                }

                if (output.Buckets!.Count == (request.MaxBuckets ?? Buckets.PerAccountMax))
                {
                    output.ContinuationToken = Convert.ToBase64String(Encoding.UTF8.GetBytes(output.Buckets[^1].Name!));
                    break;
                }

                output.Buckets.Add(new Bucket
                {
                    Name = row.Key,
                    CreationDate = ShownTime.Of(row.Value.CreatedAt),
                    BucketRegion = request.MaxBuckets is null && request.BucketRegion is null && request.Prefix is null ? null : row.Value.Region,
                });
            }

            return output;
        });
    }

    private static string? DecodeToken(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
