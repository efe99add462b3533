using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Sending;

namespace Unkai.Sqs.Operations;

/// <summary>Adds one message to a queue; the message is durable when the call returns.</summary>
internal sealed class SendMessage : IOperation<SendMessageRequest, SendMessageResult>
{
    public async ValueTask<Outcome<SendMessageResult>> ExecuteAsync(Call call, SendMessageRequest request)
    {
        var drafted = MessageDraft.From(
            call, request.MessageBody, request.DelaySeconds, request.MessageAttributes, request.MessageSystemAttributes, request.MessageDeduplicationId, request.MessageGroupId);
        if (drafted.IsError)
        {
            return drafted.Error;
        }

        var draft = drafted.Value;
        var sent = await Queues.TransactAsync<MessageDraft, SentMessage>(
            call, request.QueueUrl, draft, static (transaction, call, queue, draft) => MessageSender.SendAsync(transaction, call, queue, draft, null));
        return sent.IsError ? sent.Error : new SendMessageResult
        {
            MessageId = sent.Value.Id.ToString(),
            MD5OfMessageBody = draft.BodyMd5,
            MD5OfMessageAttributes = draft.AttributesMd5,
            MD5OfMessageSystemAttributes = draft.SystemAttributesMd5,
            SequenceNumber = sent.Value.SequenceNumber,
        };
    }
}
