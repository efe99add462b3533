using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Logs.Model;

namespace Unkai.Logs.Operations;

/// <summary>Makes a log group.</summary>
internal sealed class CreateLogGroup : IOperation<CreateLogGroupRequest, CreateLogGroupResponse>
{
    public async ValueTask<Outcome<CreateLogGroupResponse>> ExecuteAsync(Call call, CreateLogGroupRequest request)
    {
        if (request.KmsKeyId is not null)
        {
            return LogsErrors.NotImplemented("CreateLogGroup with kmsKeyId");
        }

        if (request.LogGroupClass is "DELIVERY")
        {
            return LogsErrors.NotImplemented("log groups of class DELIVERY");
        }

        var key = Groups.KeyOf(call, request.LogGroupName!);
        return await call.TransactAsync<CreateLogGroupResponse>(async transaction =>
        {
            if (await LogsTables.Groups.ContainsAsync(transaction, key))
            {
                return LogsErrors.GroupExists;
            }

            LogsTables.Groups.Put(transaction, key, new GroupRecord
            {
                Id = call.Random.NextHex(16),
                CreatedAt = call.Clock.GetUtcNow(),
                Class = request.LogGroupClass ?? "STANDARD",
                IsProtected = request.DeletionProtectionEnabled ?? false,
                Tags = request.Tags ?? [],
            });
            return new CreateLogGroupResponse();
        });
    }
}
