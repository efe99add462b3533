using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Model;
using Unkai.Sqs.Sending;
using Unkai.Storage;

namespace Unkai.Sqs.Operations;

/// <summary>Adds up to ten messages in one transaction; each succeeds or fails for itself.</summary>
internal sealed class SendMessageBatch : IOperation<SendMessageBatchRequest, SendMessageBatchResult>
{
    public async ValueTask<Outcome<SendMessageBatchResult>> ExecuteAsync(Call call, SendMessageBatchRequest request)
    {
        if (BatchEntries.Check(request.Entries, entry => entry.Id) is { } problem)
        {
            return problem;
        }

        var drafts = request.Entries!.ConvertAll(entry => MessageDraft.From(
            call, entry.MessageBody, entry.DelaySeconds, entry.MessageAttributes, entry.MessageSystemAttributes, entry.MessageDeduplicationId, entry.MessageGroupId));
        var size = drafts.Sum(draft => draft.IsError ? 0L : draft.Value.SizeBytes);
        if (size > QueueRecord.SizeBytesMax)
        {
            return SqsErrors.BatchRequestTooLong(size);
        }

        var sent = await Queues.TransactAsync<List<Outcome<MessageDraft>>, Outcome<SentMessage>[]>(call, request.QueueUrl, drafts, SendAsync);
        return sent.IsError ? sent.Error : Answer(request.Entries, drafts, sent.Value);
    }

    private static async ValueTask<Outcome<Outcome<SentMessage>[]>> SendAsync(Transaction transaction, Call call, QueueRecord queue, List<Outcome<MessageDraft>> drafts)
    {
        var earlier = new Dictionary<(string Scope, string Id), SentMessage>();
        var sent = new Outcome<SentMessage>[drafts.Count];
        for (var i = 0; i < sent.Length; i++)
        {
            sent[i] = drafts[i].IsError ? drafts[i].Error! : await MessageSender.SendAsync(transaction, call, queue, drafts[i].Value, earlier);
        }

        return sent;
    }

    private static SendMessageBatchResult Answer(List<SendMessageBatchRequestEntry> entries, List<Outcome<MessageDraft>> drafts, Outcome<SentMessage>[] sent)
    {
        var successful = new List<SendMessageBatchResultEntry>();
        var failed = new List<BatchResultErrorEntry>();
        for (var i = 0; i < sent.Length; i++)
        {
            if (sent[i].IsError)
            {
                failed.Add(BatchEntries.Failed(entries[i].Id!, sent[i].Error!));
                continue;
            }

            successful.Add(new SendMessageBatchResultEntry
            {
                Id = entries[i].Id,
                MessageId = sent[i].Value.Id.ToString(),
                MD5OfMessageBody = drafts[i].Value.BodyMd5,
                MD5OfMessageAttributes = drafts[i].Value.AttributesMd5,
                MD5OfMessageSystemAttributes = drafts[i].Value.SystemAttributesMd5,
                SequenceNumber = sent[i].Value.SequenceNumber,
            });
        }

        return new SendMessageBatchResult { Successful = BatchEntries.OrNull(successful), Failed = BatchEntries.OrNull(failed) };
    }
}
