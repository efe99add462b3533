using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Attributes;

namespace Unkai.Sqs.Operations;

/// <summary>Takes away what AddPermission gave under a label.</summary>
internal sealed class RemovePermission : IOperation<RemovePermissionRequest, RemovePermissionResponse>
{
    public ValueTask<Outcome<RemovePermissionResponse>> ExecuteAsync(Call call, RemovePermissionRequest request) =>
        string.IsNullOrEmpty(request.Label)
            ? ValueTask.FromResult<Outcome<RemovePermissionResponse>>(SqsErrors.MissingParameter("Label"))
            : Queues.ChangeAsync(call, request.QueueUrl, queue => Permissions.Remove(queue, request.Label), new RemovePermissionResponse());
}
