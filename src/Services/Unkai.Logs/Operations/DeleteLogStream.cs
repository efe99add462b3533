using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Storage;

namespace Unkai.Logs.Operations;

/// <summary>Deletes a stream with its events.</summary>
internal sealed class DeleteLogStream : IOperation<DeleteLogStreamRequest, DeleteLogStreamResponse>
{
    public ValueTask<Outcome<DeleteLogStreamResponse>> ExecuteAsync(Call call, DeleteLogStreamRequest request) => call.TransactAsync<DeleteLogStreamResponse>(async transaction =>
    {
        var group = await Groups.FindAsync(transaction, call, request.LogGroupName!);
        if (group.IsError)
        {
            return group.Error;
        }

        var stream = await Streams.FindAsync(transaction, group.Value.Id, request.LogStreamName!);
        if (stream.IsError)
        {
            return stream.Error;
        }

        LogsTables.Events.DeleteRange(transaction, LogsTables.Events.Under(group.Value.Id, stream.Value.Id).All);
        LogsTables.Streams.Delete(transaction, (group.Value.Id, request.LogStreamName!));
        return new DeleteLogStreamResponse();
    });
}
