using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Receiving;

namespace Unkai.Sqs.Operations;

/// <summary>Removes a received message for good.</summary>
internal sealed class DeleteMessage : IOperation<DeleteMessageRequest, DeleteMessageResponse>
{
    public ValueTask<Outcome<DeleteMessageResponse>> ExecuteAsync(Call call, DeleteMessageRequest request) =>
        string.IsNullOrEmpty(request.ReceiptHandle)
            ? ValueTask.FromResult<Outcome<DeleteMessageResponse>>(SqsErrors.MissingParameter("ReceiptHandle"))
            : Queues.TransactAsync<string, DeleteMessageResponse>(call, request.QueueUrl, request.ReceiptHandle, static async (transaction, call, queue, handle) =>
                await Receipts.DeleteAsync(transaction, queue, handle, call.Clock.GetUtcNow()) is { } problem ? problem : new DeleteMessageResponse());
}
