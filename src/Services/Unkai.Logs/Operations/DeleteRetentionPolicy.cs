using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;

namespace Unkai.Logs.Operations;

/// <summary>A group's events stay for ever again.</summary>
internal sealed class DeleteRetentionPolicy : IOperation<DeleteRetentionPolicyRequest, DeleteRetentionPolicyResponse>
{
    public async ValueTask<Outcome<DeleteRetentionPolicyResponse>> ExecuteAsync(Call call, DeleteRetentionPolicyRequest request)
    {
        var changed = await Groups.ChangeAsync(
            call, request.LogGroupName!, (group, _) => group with { RetentionDays = null, RetentionGeneration = group.RetentionGeneration + 1 });
        return changed.IsError ? changed.Error : new DeleteRetentionPolicyResponse();
    }
}
