using System.Globalization;
using System.Text;
using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Logs.Model;
using Unkai.Storage;

namespace Unkai.Logs.Operations;

/// <summary>Adds events to a stream; those too old or too new are left out and said so.</summary>
/// <remarks>Source: CloudWatch Logs API reference, PutLogEvents. Sequence tokens don't count.</remarks>
internal sealed class PutLogEvents : IOperation<PutLogEventsRequest, PutLogEventsResponse>
{
    private const int BatchBytesMax = 1_048_576;
    private const int EventOverheadBytes = 26;
    private const long SpanMsMax = 24 * 3_600_000;
    private const long FutureMsMax = 2 * 3_600_000;
    private const long PastMsMax = 14L * 24 * 3_600_000;

    public async ValueTask<Outcome<PutLogEventsResponse>> ExecuteAsync(Call call, PutLogEventsRequest request)
    {
        var events = request.LogEvents!;
        if (Check(events, out var bytes) is { } refused)
        {
            return refused;
        }

        var now = call.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        List<InputLogEvent> taken = [];
        var answer = await call.TransactAsync<PutLogEventsResponse>(async transaction =>
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

            var rejected = Reject(events, now, Groups.KeptFromMs(call, group.Value));
            var first = Math.Max(rejected.TooOldLogEventEndIndex ?? 0, rejected.ExpiredLogEventEndIndex ?? 0);
            var end = rejected.TooNewLogEventStartIndex ?? events.Count;
            taken = first < end ? events[first..end] : [];
            if (taken.Count > 0)
            {
                Append(transaction, group.Value.Id, request.LogStreamName!, stream.Value, taken, now);
                LogsTables.StoredBytes.Add(transaction, group.Value.Id, bytes);
            }

            return new PutLogEventsResponse
            {
                NextSequenceToken = Position.At(now).ToString(),
                RejectedLogEventsInfo = first > 0 || end < events.Count ? rejected : null,
            };
        });
        if (!answer.IsError)
        {
            LogsService.TailsOf(call.World).Publish(Groups.KeyOf(call, request.LogGroupName!), request.LogStreamName!, taken, now);
        }

        return answer;
    }

    private static AwsError? Check(List<InputLogEvent> events, out long bytes)
    {
        bytes = 0;
        var before = long.MinValue;
        foreach (var entry in events)
        {
            bytes += Encoding.UTF8.GetByteCount(entry.Message!) + EventOverheadBytes;
            if (entry.Timestamp < before)
            {
                return LogsErrors.Invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }

            before = entry.Timestamp!.Value;
        }

        return bytes > BatchBytesMax ? LogsErrors.Invalid(string.Create(CultureInfo.InvariantCulture, $"Upload too large: {bytes} bytes exceeds limit of {BatchBytesMax}"))
            : events[^1].Timestamp - events[0].Timestamp > SpanMsMax ? LogsErrors.Invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.")
            : null;
    }

    private static RejectedLogEventsInfo Reject(List<InputLogEvent> events, long now, long keptFrom)
    {
        var tooNew = events.FindIndex(entry => entry.Timestamp > now + FutureMsMax);
        var tooOld = events.FindLastIndex(entry => entry.Timestamp < now - PastMsMax);
        var expired = events.FindLastIndex(entry => entry.Timestamp < keptFrom);
        return new RejectedLogEventsInfo
        {
            TooNewLogEventStartIndex = tooNew < 0 ? null : tooNew,
            TooOldLogEventEndIndex = tooOld < 0 ? null : tooOld + 1,
            ExpiredLogEventEndIndex = expired < 0 ? null : expired + 1,
        };
    }

    private static void Append(Transaction transaction, string groupId, string streamName, StreamRecord stream, List<InputLogEvent> events, long now)
    {
        foreach (var entry in events)
        {
            LogsTables.Events.Append(transaction, groupId, stream.Id, entry.Timestamp!.Value, new EventRecord(entry.Message!, now));
        }

        LogsTables.Streams.Put(transaction, (groupId, streamName), stream with
        {
            FirstMs = Math.Min(stream.FirstMs ?? long.MaxValue, events[0].Timestamp!.Value),
            LastMs = Math.Max(stream.LastMs ?? 0, events[^1].Timestamp!.Value),
            IngestedMs = now,
        });
    }
}
