using Unkai.Api;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Sqs.Attributes;
using Unkai.Sqs.Jobs;
using Unkai.Sqs.Model;
using Unkai.Storage;

namespace Unkai.Sqs.Operations;

/// <summary>Makes a queue, or names the one that is there with the same attributes.</summary>
internal sealed class CreateQueue : IOperation<CreateQueueRequest, CreateQueueResult>
{
    private const int DeletedSeconds = 60;

    public async ValueTask<Outcome<CreateQueueResult>> ExecuteAsync(Call call, CreateQueueRequest request)
    {
        var attributes = request.Attributes ?? [];
        var isFifo = attributes.GetValueOrDefault("FifoQueue") == "true";
        if ((QueueNameRules.Check(request.QueueName, isFifo) ?? QueueTags.Check(request.Tags ?? [])) is { } problem)
        {
            return problem;
        }

        var now = call.Clock.GetUtcNow();
        var asked = QueueAttributes.Apply(
            new QueueRecord
            {
                Id = 0,
                Account = call.Account.Value,
                Region = call.Region,
                Name = request.QueueName!,
                CreatedAt = now,
                ModifiedAt = now,
                IsFifo = isFifo,
                Tags = request.Tags ?? [],
            },
            attributes);
        return asked.IsError ? asked.Error : await call.TransactAsync<(Call Call, QueueRecord Queue, Dictionary<string, string> Attributes), CreateQueueResult>(
            (call, asked.Value, attributes),
            static (transaction, given) => CreateAsync(transaction, given.Call, given.Queue, given.Attributes));
    }

    private static async ValueTask<Outcome<CreateQueueResult>> CreateAsync(Transaction transaction, Call call, QueueRecord asked, Dictionary<string, string> attributes)
    {
        if (await SqsTables.Queues.GetAsync(transaction, asked.Key) is { } existing)
        {
            return DifferenceOf(asked, existing, attributes.Keys) is { } difference
                ? SqsErrors.QueueNameExists(difference)
                : new CreateQueueResult { QueueUrl = Queues.UrlOf(call, existing) };
        }

        if (await SqsTables.DeletedQueues.GetAsync(transaction, asked.Key) is { } deleted)
        {
            if (call.Clock.GetUtcNow() < deleted.DeletedAt.AddSeconds(DeletedSeconds))
            {
                return SqsErrors.QueueDeletedRecently;
            }

            SqsTables.DeletedQueues.Delete(transaction, asked.Key);
        }

        if (await RedrivePolicies.CheckTargetAsync(transaction, asked) is { } problem)
        {
            return problem;
        }

        var queue = asked with { Id = (long)(call.Random.NextUInt64() >> 1) };
        SqsTables.Queues.Put(transaction, queue.Key, queue);
        transaction.Enqueue(RemoveExpiredMessages.JobOf(queue, RemoveExpiredMessages.NextOf(queue, call.Clock.GetUtcNow()), repeats: true));
        return new CreateQueueResult { QueueUrl = Queues.UrlOf(call, queue) };
    }

    /// <summary>Only attributes that the request names are compared.</summary>
    private static string? DifferenceOf(QueueRecord asked, QueueRecord existing, IEnumerable<string> names)
    {
        var wanted = QueueAttributes.Describe(asked);
        var there = QueueAttributes.Describe(existing);
        return names.FirstOrDefault(name => wanted.GetValueOrDefault(name) != there.GetValueOrDefault(name));
    }
}
