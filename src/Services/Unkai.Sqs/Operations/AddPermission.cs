using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Attributes;
using Unkai.Sqs.Sending;

namespace Unkai.Sqs.Operations;

/// <summary>Lets other accounts do named actions on a queue: a statement more in its policy.</summary>
internal sealed class AddPermission : IOperation<AddPermissionRequest, AddPermissionResponse>
{
    public ValueTask<Outcome<AddPermissionResponse>> ExecuteAsync(Call call, AddPermissionRequest request)
    {
        var problem = !MessageCharacters.IsLabel(request.Label)
                ? SqsErrors.InvalidParameter(request.Label, "Label", "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length")
            : request.AWSAccountIds is not { Count: > 0 } ? SqsErrors.MissingParameter("AWSAccountIds")
            : request.Actions is not { Count: > 0 } ? SqsErrors.MissingParameter("Actions")
            : null;
        return problem is not null
            ? ValueTask.FromResult<Outcome<AddPermissionResponse>>(problem)
            : Queues.ChangeAsync(call, request.QueueUrl, queue => Permissions.Add(queue, request.Label!, request.AWSAccountIds!, request.Actions!), new AddPermissionResponse());
    }
}
