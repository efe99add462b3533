using Unkai.Api;
using Unkai.Cloud;
using Unkai.Sqs.Model;
using Unkai.Storage;

namespace Unkai.Sqs;

/// <summary>Finding queues, and what goes when one is emptied.</summary>
internal static class Queues
{
    internal static string UrlOf(Call call, QueueRecord queue) => $"{call.Origin.BaseAddress.TrimEnd('/')}/{queue.Account}/{queue.Name}";

    /// <summary>Where a request's queue is, or what is wrong with its URL.</summary>
    internal static Outcome<QueueAddress> Address(Call call, string? url) =>
        string.IsNullOrEmpty(url) ? SqsErrors.MissingParameter("QueueUrl")
        : QueueAddress.Parse(call, url) is { } address ? address
        : SqsErrors.InvalidAddress(url);

    internal static async ValueTask<Outcome<QueueRecord>> FindAsync(Snapshot snapshot, QueueAddress address) =>
        await SqsTables.Queues.GetAsync(snapshot, (address.Account, address.Region, address.Name)) is { } queue ? queue : SqsErrors.QueueDoesNotExist;

    internal static async ValueTask<QueueRecord?> FindByArnAsync(Snapshot snapshot, string? arn) =>
        QueueAddress.ParseArn(arn) is { } address ? await SqsTables.Queues.GetAsync(snapshot, (address.Account, address.Region, address.Name)) : null;

    /// <summary>The very queue that a job was made for; null when it is gone, though another may bear its name.</summary>
    internal static async ValueTask<QueueRecord?> FindAsync(Snapshot snapshot, QueueReference reference) =>
        await SqsTables.Queues.GetAsync(snapshot, (reference.Account, reference.Region, reference.Name)) is { } queue && queue.Id == reference.Id ? queue : null;

    /// <summary>Runs a transaction on a request's queue.</summary>
    internal static ValueTask<Outcome<TResponse>> TransactAsync<TRequest, TResponse>(
        Call call, string? url, TRequest request, Func<Transaction, Call, QueueRecord, TRequest, ValueTask<Outcome<TResponse>>> body)
    {
        var address = Address(call, url);
        return address.IsError
            ? ValueTask.FromResult<Outcome<TResponse>>(address.Error)
            : call.TransactAsync<(Call Call, QueueAddress Address, TRequest Request, Func<Transaction, Call, QueueRecord, TRequest, ValueTask<Outcome<TResponse>>> Body), TResponse>(
                (call, address.Value, request, body),
                static async (transaction, given) =>
                {
                    var queue = await FindAsync(transaction, given.Address);
                    return queue.IsError ? queue.Error : await given.Body(transaction, given.Call, queue.Value, given.Request);
                });
    }

    /// <summary>Changes a queue's record.</summary>
    internal static ValueTask<Outcome<TResponse>> ChangeAsync<TResponse>(Call call, string? url, Func<QueueRecord, Outcome<QueueRecord>> change, TResponse response) =>
        TransactAsync<(Func<QueueRecord, Outcome<QueueRecord>> Change, TResponse Response), TResponse>(call, url, (change, response), static (transaction, _, queue, given) =>
        {
            var changed = given.Change(queue);
            if (changed.IsError)
            {
                return ValueTask.FromResult<Outcome<TResponse>>(changed.Error);
            }

            SqsTables.Queues.Put(transaction, queue.Key, changed.Value);
            return ValueTask.FromResult<Outcome<TResponse>>(given.Response);
        });

    /// <summary>Reads from one snapshot, which holds the request's queue.</summary>
    internal static async ValueTask<Outcome<TResponse>> ReadAsync<TResponse>(Call call, string? url, Func<Snapshot, QueueRecord, ValueTask<Outcome<TResponse>>> body)
    {
        var address = Address(call, url);
        return address.IsError ? address.Error : await call.ReadAsync<Outcome<TResponse>>(async snapshot =>
        {
            var queue = await FindAsync(snapshot, address.Value);
            return queue.IsError ? queue.Error : await body(snapshot, queue.Value);
        });
    }

    /// <summary>Removes every message. What FIFO queues know of duplicates stays: a purge does not end their five minutes.</summary>
    internal static void Empty(Transaction transaction, QueueRecord queue)
    {
        var id = queue.Id;
        SqsTables.Messages.DeleteRange(transaction, SqsTables.Messages.Under(id, SqsTables.NeverReceived).All);
        SqsTables.Messages.DeleteRange(transaction, SqsTables.Messages.Under(id, SqsTables.Received).All);
        SqsTables.Locations.DeleteRange(transaction, SqsTables.Locations.Under(id).All);
        SqsTables.Sizes.Set(transaction, (id, SqsTables.NeverReceived), 0);
        SqsTables.Sizes.Set(transaction, (id, SqsTables.Received), 0);
        SqsTables.FifoMessages.DeleteRange(transaction, SqsTables.FifoMessages.Under(id).All);
        SqsTables.Groups.DeleteRange(transaction, SqsTables.Groups.Under(id).All);
        SqsTables.ReadyGroups.DeleteRange(transaction, SqsTables.ReadyGroups.Under(id).All);
        SqsTables.Attempts.DeleteRange(transaction, SqsTables.Attempts.Under(id).All);
        SqsTables.Parts.DeleteRange(transaction, SqsTables.Parts.Under(id).All);
    }

    /// <summary>Removes the queue with all that it holds.</summary>
    internal static void Delete(Transaction transaction, QueueRecord queue, DateTimeOffset now)
    {
        var id = queue.Id;
        Empty(transaction, queue);
        SqsTables.Sizes.Delete(transaction, (id, SqsTables.NeverReceived));
        SqsTables.Sizes.Delete(transaction, (id, SqsTables.Received));
        SqsTables.Deduplications.DeleteRange(transaction, SqsTables.Deduplications.Under(id).All);
        SqsTables.ExpiringDeduplications.DeleteRange(transaction, SqsTables.ExpiringDeduplications.Under(id).All);
        SqsTables.MoveTasks.DeleteRange(transaction, SqsTables.MoveTasks.Under(id).All);
        SqsTables.Queues.Delete(transaction, queue.Key);
        SqsTables.DeletedQueues.Put(transaction, queue.Key, new DeletedQueue(now));
    }
}
