using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Model;
using Unkai.Sqs.Receiving;
using Unkai.Storage;

namespace Unkai.Sqs.Operations;

/// <summary>Changes the visibility of up to ten messages in one transaction; each succeeds or fails for itself.</summary>
internal sealed class ChangeMessageVisibilityBatch : IOperation<ChangeMessageVisibilityBatchRequest, ChangeMessageVisibilityBatchResult>
{
    public ValueTask<Outcome<ChangeMessageVisibilityBatchResult>> ExecuteAsync(Call call, ChangeMessageVisibilityBatchRequest request) =>
        BatchEntries.Check(request.Entries, entry => entry.Id) is { } problem
            ? ValueTask.FromResult<Outcome<ChangeMessageVisibilityBatchResult>>(problem)
            : Queues.TransactAsync<List<ChangeMessageVisibilityBatchRequestEntry>, ChangeMessageVisibilityBatchResult>(call, request.QueueUrl, request.Entries!, HideAsync);

    private static async ValueTask<Outcome<ChangeMessageVisibilityBatchResult>> HideAsync(
        Transaction transaction, Call call, QueueRecord queue, List<ChangeMessageVisibilityBatchRequestEntry> entries)
    {
        var successful = new List<ChangeMessageVisibilityBatchResultEntry>();
        var failed = new List<BatchResultErrorEntry>();
        var hidden = new HashSet<string>();
        foreach (var entry in entries)
        {
            var handle = entry.ReceiptHandle ?? "";

            // A message's second move in one transaction would look for a row whose stamp is not known yet.
            var refusal = entry.VisibilityTimeout is not { } seconds ? SqsErrors.MissingParameter("VisibilityTimeout")
                : !hidden.Add(handle) ? SqsErrors.MessageGone(handle)
                : await Receipts.HideAsync(transaction, queue, handle, seconds, call.Clock.GetUtcNow());
            if (refusal is not null)
            {
                failed.Add(BatchEntries.Failed(entry.Id!, refusal));
            }
            else
            {
                successful.Add(new ChangeMessageVisibilityBatchResultEntry { Id = entry.Id });
            }
        }

        return new ChangeMessageVisibilityBatchResult { Successful = BatchEntries.OrNull(successful), Failed = BatchEntries.OrNull(failed) };
    }
}
