using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;

namespace Unkai.Logs.Operations;

/// <summary>Keeps a group from being deleted, or no longer.</summary>
internal sealed class PutLogGroupDeletionProtection : IOperation<PutLogGroupDeletionProtectionRequest, PutLogGroupDeletionProtectionResponse>
{
    public async ValueTask<Outcome<PutLogGroupDeletionProtectionResponse>> ExecuteAsync(Call call, PutLogGroupDeletionProtectionRequest request)
    {
        var changed = await Groups.ChangeAsync(
            call, LogsArns.NameOf(request.LogGroupIdentifier)!, (group, _) => group with { IsProtected = request.DeletionProtectionEnabled ?? false });
        return changed.IsError ? changed.Error : new PutLogGroupDeletionProtectionResponse();
    }
}
