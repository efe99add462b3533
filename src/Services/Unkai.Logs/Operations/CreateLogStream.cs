using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Logs.Model;

namespace Unkai.Logs.Operations;

/// <summary>Makes a stream in a group.</summary>
internal sealed class CreateLogStream : IOperation<CreateLogStreamRequest, CreateLogStreamResponse>
{
    public ValueTask<Outcome<CreateLogStreamResponse>> ExecuteAsync(Call call, CreateLogStreamRequest request) => call.TransactAsync<CreateLogStreamResponse>(async transaction =>
    {
        var group = await Groups.FindAsync(transaction, call, request.LogGroupName!);
        if (group.IsError)
        {
            return group.Error;
        }

        var key = (group.Value.Id, request.LogStreamName!);
        if (await LogsTables.Streams.ContainsAsync(transaction, key))
        {
            return LogsErrors.StreamExists;
        }

        LogsTables.Streams.Put(transaction, key, new StreamRecord { Id = call.Random.NextHex(16), CreatedAt = call.Clock.GetUtcNow() });
        return new CreateLogStreamResponse();
    });
}
