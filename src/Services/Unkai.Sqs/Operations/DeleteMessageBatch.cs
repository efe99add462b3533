using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Receiving;

namespace Unkai.Sqs.Operations;

/// <summary>Removes up to ten messages in one transaction; each succeeds or fails for itself.</summary>
internal sealed class DeleteMessageBatch : IOperation<DeleteMessageBatchRequest, DeleteMessageBatchResult>
{
    public ValueTask<Outcome<DeleteMessageBatchResult>> ExecuteAsync(Call call, DeleteMessageBatchRequest request) =>
        BatchEntries.Check(request.Entries, entry => entry.Id) is { } problem
            ? ValueTask.FromResult<Outcome<DeleteMessageBatchResult>>(problem)
            : Queues.TransactAsync<List<DeleteMessageBatchRequestEntry>, DeleteMessageBatchResult>(call, request.QueueUrl, request.Entries!, static async (transaction, call, queue, entries) =>
            {
                var successful = new List<DeleteMessageBatchResultEntry>();
                var failed = new List<BatchResultErrorEntry>();
                foreach (var entry in entries)
                {
                    // A refusal comes before any write of its entry, so the other entries stand.
                    if (await Receipts.DeleteAsync(transaction, queue, entry.ReceiptHandle ?? "", call.Clock.GetUtcNow()) is { } refusal)
                    {
                        failed.Add(BatchEntries.Failed(entry.Id!, refusal));
                    }
                    else
                    {
                        successful.Add(new DeleteMessageBatchResultEntry { Id = entry.Id });
                    }
                }

                return new DeleteMessageBatchResult { Successful = BatchEntries.OrNull(successful), Failed = BatchEntries.OrNull(failed) };
            });
}
