using System.Collections.Concurrent;
using System.Globalization;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Lambda.Tests;

/// <summary>Queues by the end of their URL: what is received is hidden until the test shows it again.</summary>
internal sealed class FakeQueues : Service
{
    private readonly ConcurrentDictionary<string, FakeQueue> _queues = new();

    public FakeQueues()
    {
        var operations = new OperationHandler?[SqsContract.Contract.Operations.Length];
        Bind(SqsContract.SendMessage, new Handler<SendMessageRequest, SendMessageResult>((_, request) =>
        {
            Queue(request.QueueUrl!).Send(request);
            return Task.FromResult(new SendMessageResult { MessageId = "sent" });
        }));
        Bind(SqsContract.ReceiveMessage, new Handler<ReceiveMessageRequest, ReceiveMessageResult>(async (call, request) =>
            new ReceiveMessageResult { Messages = await Queue(request.QueueUrl!).ReceiveAsync(request.MaxNumberOfMessages ?? 1, call.Cancellation) }));
        Bind(SqsContract.DeleteMessageBatch, new Handler<DeleteMessageBatchRequest, DeleteMessageBatchResult>((_, request) =>
        {
            Queue(request.QueueUrl!).Delete(request.Entries!.Select(entry => entry.ReceiptHandle!));
            return Task.FromResult(new DeleteMessageBatchResult());
        }));
        Bind(SqsContract.GetQueueAttributes, new Handler<GetQueueAttributesRequest, GetQueueAttributesResult>((_, _) =>
            Task.FromResult(new GetQueueAttributesResult { Attributes = new Dictionary<string, string> { ["VisibilityTimeout"] = "30" } })));
        Operations = operations;

        void Bind<TRequest, TResponse>(OperationContract contract, IOperation<TRequest, TResponse> operation)
            where TRequest : Shape
            where TResponse : Shape => operations[contract.Index] = new OperationHandler<TRequest, TResponse>(contract, operation);
    }

    public override ServiceContract Contract => SqsContract.Contract;

    public override IReadOnlyList<OperationHandler?> Operations { get; }

    internal FakeQueue Queue(string url) => _queues.GetOrAdd(url[(url.LastIndexOf('/') + 1)..], static _ => new FakeQueue());

    private sealed class Handler<TRequest, TResponse>(Func<Call, TRequest, Task<TResponse>> handle) : IOperation<TRequest, TResponse>
        where TRequest : Shape
        where TResponse : Shape
    {
        public async ValueTask<Outcome<TResponse>> ExecuteAsync(Call call, TRequest request) => await handle(call, request);
    }
}
