using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;

namespace Unkai.S3.AccessPoints;

/// <summary>S3 Control's resources and actions in IAM's words.</summary>
/// <remarks>Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".</remarks>
internal static class S3ControlArns
{
    /// <summary>The account must be said, and be one.</summary>
    internal static AwsError? CheckAccount(Shape request) =>
        TextOf(request, "AccountId") is not { } account ? AccessPointErrors.MissingAccount
        : AccountId.Parse(account) is null ? AccessPointErrors.InvalidAccount
        : null;

    internal static async ValueTask<IReadOnlyList<Access>> DescribeAsync(Call call, OperationContract operation, Shape request)
    {
        var account = TextOf(request, "AccountId")!;
        var action = operation.Name switch
        {
            "GetPublicAccessBlock" => "s3:GetAccountPublicAccessBlock",
            "PutPublicAccessBlock" or "DeletePublicAccessBlock" => "s3:PutAccountPublicAccessBlock",
            var name => $"s3:{name}",
        };
        if (TextOf(request, "Name") is not { } point)
        {
            return [new Access(action, TextOf(request, "ResourceArn") ?? "*") { Owner = AccountId.Parse(account) }];
        }

        var id = new AccessPointId(call.Region, account, point);
        var record = await call.ReadAsync(snapshot => AccessPointTables.Points.GetAsync(snapshot, (id.Account, id.Region, id.Name)));
        return
        [
            new Access(action, id.Arn)
            {
                Owner = AccountId.Parse(account),
                ResourcePolicy = record is null ? null : AccessPointPolicies.Of(record),
                OwnerIsNeverDenied = operation.Name is "GetAccessPointPolicy" or "PutAccessPointPolicy" or "DeleteAccessPointPolicy",
                Keys = record is null ? [] : [new("s3:DataAccessPointArn", [id.Arn]), new("s3:DataAccessPointAccount", [id.Account]), new("s3:AccessPointNetworkOrigin", [record.NetworkOrigin])],
            },
        ];
    }

    private static string? TextOf(Shape request, string member) => request.Contract.Find(member) is { Kind: ShapeKind.String } found ? request.GetString(found.Slot) : null;
}
