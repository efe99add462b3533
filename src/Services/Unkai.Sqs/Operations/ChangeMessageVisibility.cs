using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Receiving;

namespace Unkai.Sqs.Operations;

/// <summary>Changes until when a message in flight is hidden, counted from now.</summary>
internal sealed class ChangeMessageVisibility : IOperation<ChangeMessageVisibilityRequest, ChangeMessageVisibilityResponse>
{
    public ValueTask<Outcome<ChangeMessageVisibilityResponse>> ExecuteAsync(Call call, ChangeMessageVisibilityRequest request)
    {
        var problem = string.IsNullOrEmpty(request.ReceiptHandle) ? SqsErrors.MissingParameter("ReceiptHandle")
            : request.VisibilityTimeout is null ? SqsErrors.MissingParameter("VisibilityTimeout")
            : null;
        return problem is not null
            ? ValueTask.FromResult<Outcome<ChangeMessageVisibilityResponse>>(problem)
            : Queues.TransactAsync<ChangeMessageVisibilityRequest, ChangeMessageVisibilityResponse>(call, request.QueueUrl, request, static async (transaction, call, queue, request) =>
                await Receipts.HideAsync(transaction, queue, request.ReceiptHandle!, request.VisibilityTimeout!.Value, call.Clock.GetUtcNow()) is { } refusal
                    ? refusal
                    : new ChangeMessageVisibilityResponse());
    }
}
