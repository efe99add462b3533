using Unkai.Api;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.Storage;

namespace Unkai.DynamoDb.Tables;

/// <summary>The table whose tags a request is about: one of the caller's account and region.</summary>
internal static class TagLookup
{
    internal static async ValueTask<Outcome<TableRecord>> FindAsync(Snapshot snapshot, Call call, string operation, string arn)
    {
        if (TableAddress.ParseArn(arn) is not { } address || !TableNameRules.IsValid(address.Name))
        {
            return Invalid(arn);
        }

        if (address.Account != call.Account.Value)
        {
            return new AwsError("AccessDeniedException", 400, $"User: {call.Caller.Arn} is not authorized to perform: dynamodb:{operation} on resource: {arn}");
        }

        return address.Region == call.Region ? await TableLookup.FindByArnAsync(snapshot, arn) : Invalid(arn);
    }

    private static AwsError Invalid(string arn) => DynamoDbErrors.Validation($"Invalid TableArn: Invalid ResourceArn provided as input {arn}");
}
