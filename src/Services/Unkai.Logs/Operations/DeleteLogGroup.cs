using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;

namespace Unkai.Logs.Operations;

/// <summary>Deletes a group with all its streams and events.</summary>
internal sealed class DeleteLogGroup : IOperation<DeleteLogGroupRequest, DeleteLogGroupResponse>
{
    public ValueTask<Outcome<DeleteLogGroupResponse>> ExecuteAsync(Call call, DeleteLogGroupRequest request) => call.TransactAsync<DeleteLogGroupResponse>(async transaction =>
    {
        var group = await Groups.FindAsync(transaction, call, request.LogGroupName!);
        if (group.IsError)
        {
            return group.Error;
        }

        if (group.Value.IsProtected)
        {
            return new AwsError("ValidationException", 400, "The log group has deletion protection enabled.");
        }

        Streams.RemoveAll(transaction, group.Value.Id);
        LogsTables.Groups.Delete(transaction, Groups.KeyOf(call, request.LogGroupName!));
        return new DeleteLogGroupResponse();
    });
}
