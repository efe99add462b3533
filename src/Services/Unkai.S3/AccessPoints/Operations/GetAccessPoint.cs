using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>What an access point is.</summary>
internal sealed class GetAccessPoint : IOperation<GetAccessPointRequest, GetAccessPointResult>
{
    public async ValueTask<Outcome<GetAccessPointResult>> ExecuteAsync(Call call, GetAccessPointRequest request)
    {
        var found = await AccessPointLookup.ReadAsync(call, request.AccountId!, request.Name!);
        return found.IsError ? found.Error : new GetAccessPointResult
        {
            Name = found.Value.Name,
            Bucket = found.Value.Bucket,
            NetworkOrigin = found.Value.NetworkOrigin,
            VpcConfiguration = found.Value.VpcId is { } vpc ? new VpcConfiguration { VpcId = vpc } : null,
            PublicAccessBlockConfiguration = PublicAccessShapes.Write(found.Value.PublicAccess),
            CreationDate = found.Value.CreatedAt,
            Alias = found.Value.Alias,
            AccessPointArn = found.Value.Id.Arn,
            BucketAccountId = found.Value.BucketOwner,
            Endpoints = new()
            {
                ["ipv4"] = $"s3-accesspoint.{found.Value.Region}.amazonaws.com",
                ["fips"] = $"s3-accesspoint-fips.{found.Value.Region}.amazonaws.com",
                ["fips_dualstack"] = $"s3-accesspoint-fips.dualstack.{found.Value.Region}.amazonaws.com",
                ["dualstack"] = $"s3-accesspoint.dualstack.{found.Value.Region}.amazonaws.com",
            },
        };
    }
}
