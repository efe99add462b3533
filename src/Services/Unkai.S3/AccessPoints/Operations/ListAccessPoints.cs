using System.Globalization;
using System.Text;
using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;
using Unkai.Storage;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>An account's access points in a region, or those of one bucket, in order of their names.</summary>
internal sealed class ListAccessPoints : IOperation<ListAccessPointsRequest, ListAccessPointsResult>
{
    private const int PageMax = 1000;

    public async ValueTask<Outcome<ListAccessPointsResult>> ExecuteAsync(Call call, ListAccessPointsRequest request)
    {
        if (request.DataSourceId is not null || request.DataSourceType is not null)
        {
            return S3Errors.NotImplemented("listing access points by data source");
        }

        var max = request.MaxResults ?? PageMax;
        if (max is < 0 or > PageMax)
        {
            return S3Errors.InvalidArgument("Argument maxResults must be an integer between 0 and 1000", "maxResults", max.ToString(CultureInfo.InvariantCulture));
        }

        string? after = null;
        if (request.NextToken is { } token && (after = Decode(token)) is null)
        {
            return S3Errors.InvalidArgument("The continuation token provided is incorrect", "nextToken", token);
        }

        return await call.ReadAsync<Outcome<ListAccessPointsResult>>(async snapshot =>
        {
            var result = new ListAccessPointsResult { AccessPointList = [] };
            await foreach (var row in AccessPointTables.Points.EachAsync(snapshot, AccessPointTables.Points.Under(request.AccountId!, call.Region).All))
            {
                var point = row.Value;
                if ((request.Bucket is { } bucket && point.Bucket != bucket) || (after is not null && string.CompareOrdinal(point.Name, after) <= 0))
                {
                    continue;
                }

                if (result.AccessPointList.Count == max)
                {
                    result.NextToken = max == 0 ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(result.AccessPointList[^1].Name!));
                    break;
                }

                result.AccessPointList.Add(new AccessPoint
                {
                    Name = point.Name,
                    NetworkOrigin = point.NetworkOrigin,
                    VpcConfiguration = point.VpcId is { } vpc ? new VpcConfiguration { VpcId = vpc } : null,
                    Bucket = point.Bucket,
                    AccessPointArn = point.Id.Arn,
                    Alias = point.Alias,
                    BucketAccountId = point.BucketOwner,
                });
            }

            return result;
        });
    }

    private static string? Decode(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
