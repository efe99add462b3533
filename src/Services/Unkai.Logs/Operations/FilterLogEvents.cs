using System.Text;
using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Logs.Model;
using Unkai.Logs.Patterns;
using Unkai.Storage;

namespace Unkai.Logs.Operations;

/// <summary>A page of the events of a group's streams that match a pattern, in the order of their times.</summary>
internal sealed class FilterLogEvents : IOperation<FilterLogEventsRequest, FilterLogEventsResponse>
{
    private const int EventsMax = 10_000;
    private const int PageBytesMax = 1_048_576;
    private const int ScannedMax = 100_000;

    public async ValueTask<Outcome<FilterLogEventsResponse>> ExecuteAsync(Call call, FilterLogEventsRequest request)
    {
        var name = Groups.NameOf(request.LogGroupName, request.LogGroupIdentifier);
        if (name.IsError)
        {
            return name.Error;
        }

        if (request.LogStreamNames is not null && request.LogStreamNamePrefix is not null)
        {
            return LogsErrors.Invalid("logStreamNamePrefix and logStreamNames cannot be specified together");
        }

        var pattern = FilterPattern.Parse(request.FilterPattern);
        if (pattern.IsError)
        {
            return pattern.Error;
        }

        Position? token = null;
        if (request.NextToken is { } text && (token = Position.Parse(text)) is null)
        {
            return LogsErrors.InvalidToken;
        }

        return await call.ReadAsync<Outcome<FilterLogEventsResponse>>(async snapshot =>
        {
            var group = await Groups.FindAsync(snapshot, call, name.Value);
            if (group.IsError)
            {
                return group.Error;
            }

            var from = token?.Next ?? Position.At(Math.Max(request.StartTime ?? 0, Groups.KeptFromMs(call, group.Value)));
            var to = Position.At(request.EndTime is { } end and < long.MaxValue ? end + 1 : long.MaxValue);
            var streams = await StreamsAsync(snapshot, group.Value.Id, request, from.TimeMs, to.TimeMs);
            return streams.IsError ? streams.Error : await ReadAsync(snapshot, group.Value.Id, streams.Value, from, to, pattern.Value, request.Limit ?? EventsMax);
        });
    }

    private static async ValueTask<Outcome<List<Row<(string GroupId, string Stream), StreamRecord>>>> StreamsAsync(
        Snapshot snapshot, string groupId, FilterLogEventsRequest request, long fromMs, long toMs)
    {
        var streams = new List<Row<(string GroupId, string Stream), StreamRecord>>();
        if (request.LogStreamNames is { } names)
        {
            foreach (var name in names)
            {
                var stream = await Streams.FindAsync(snapshot, groupId, name);
                if (stream.IsError)
                {
                    return stream.Error;
                }

                streams.Add(new((groupId, name), stream.Value));
            }

            return streams;
        }

        await foreach (var row in LogsTables.Streams.EachAsync(snapshot, LogsTables.Streams.Under(groupId).StartingWith(request.LogStreamNamePrefix ?? "")))
        {
            if (row.Value.LastMs >= fromMs && row.Value.FirstMs < toMs)
            {
                streams.Add(row);
            }
        }

        return streams;
    }

    private static async ValueTask<FilterLogEventsResponse> ReadAsync(
        Snapshot snapshot, string groupId, List<Row<(string GroupId, string Stream), StreamRecord>> streams, Position from, Position to, FilterPattern pattern, int limit)
    {
        var events = new List<FilteredLogEvent>();
        var bytes = 0L;
        var scanned = 0;
        Position? last = null;
        await foreach (var (stream, row) in MergedEvents.EachAsync(snapshot, groupId, streams, from, to))
        {
            if (events.Count == limit || bytes > PageBytesMax || scanned++ == ScannedMax)
            {
                return Answer(events, last);
            }

            last = new Position(row.Key.TimeMs, row.Key.Stamp);
            if (!pattern.Matches(row.Value.Message))
            {
                continue;
            }

            bytes += Encoding.UTF8.GetByteCount(row.Value.Message);
            events.Add(new FilteredLogEvent
            {
                LogStreamName = stream,
                Timestamp = row.Key.TimeMs,
                Message = row.Value.Message,
                IngestionTime = row.Value.IngestedMs,
                EventId = last.Value.ToString(),
            });
        }

        return Answer(events, null);
    }

    private static FilterLogEventsResponse Answer(List<FilteredLogEvent> events, Position? next) =>
        new() { Events = events, SearchedLogStreams = [], NextToken = next?.ToString() };
}
