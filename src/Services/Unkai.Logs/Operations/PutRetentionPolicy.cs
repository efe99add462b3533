using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Logs.Jobs;

namespace Unkai.Logs.Operations;

/// <summary>Says how many days a group's events stay.</summary>
internal sealed class PutRetentionPolicy : IOperation<PutRetentionPolicyRequest, PutRetentionPolicyResponse>
{
    private static readonly int[] s_days = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    public async ValueTask<Outcome<PutRetentionPolicyResponse>> ExecuteAsync(Call call, PutRetentionPolicyRequest request)
    {
        var days = request.RetentionInDays!.Value;
        if (!s_days.Contains(days))
        {
            return LogsErrors.Invalid($"1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", s_days)}]");
        }

        var changed = await Groups.ChangeAsync(call, request.LogGroupName!, (group, transaction) =>
        {
            var updated = group with { RetentionDays = days, RetentionGeneration = group.RetentionGeneration + 1 };
            ExpireEvents.Enqueue(call, transaction, request.LogGroupName!, updated);
            return updated;
        });
        return changed.IsError ? changed.Error : new PutRetentionPolicyResponse();
    }
}
