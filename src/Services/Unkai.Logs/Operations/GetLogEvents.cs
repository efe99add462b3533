using System.Text;
using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Logs.Model;
using Unkai.Storage;

namespace Unkai.Logs.Operations;

/// <summary>A page of one stream's events, in their order; its tokens lead forward and backward and come back the same at the end.</summary>
internal sealed class GetLogEvents : IOperation<GetLogEventsRequest, GetLogEventsResponse>
{
    private const int EventsMax = 10_000;
    private const int PageBytesMax = 1_048_576;

    public async ValueTask<Outcome<GetLogEventsResponse>> ExecuteAsync(Call call, GetLogEventsRequest request)
    {
        var name = Groups.NameOf(request.LogGroupName, request.LogGroupIdentifier);
        if (name.IsError)
        {
            return name.Error;
        }

        Position? token = null;
        if (request.NextToken is { } text && (token = Parse(text)) is null)
        {
            return LogsErrors.InvalidToken;
        }

        var isForward = request.NextToken is { } given ? given[0] == 'f' : request.StartFromHead ?? false;
        return await call.ReadAsync<Outcome<GetLogEventsResponse>>(async snapshot =>
        {
            var group = await Groups.FindAsync(snapshot, call, name.Value);
            if (group.IsError)
            {
                return group.Error;
            }

            var stream = await Streams.FindAsync(snapshot, group.Value.Id, request.LogStreamName!);
            if (stream.IsError)
            {
                return stream.Error;
            }

            var from = Position.At(Math.Max(request.StartTime ?? 0, Groups.KeptFromMs(call, group.Value)));
            var to = Position.At(request.EndTime ?? long.MaxValue);
            if (token is { } place)
            {
                (from, to) = isForward ? (place.Next, to) : (from, place);
            }

            var rows = await LogsTables.Events.RangeAsync(snapshot, Streams.Between(group.Value.Id, stream.Value.Id, from, to), request.Limit ?? EventsMax, reverse: !isForward);
            return Answer(Fit(rows), isForward, token);
        });
    }

    /// <summary>As many rows as fit in a megabyte, at least one.</summary>
    private static List<Row<(string GroupId, string StreamId, long TimeMs, CommitStamp Stamp), EventRecord>> Fit(
        IReadOnlyList<Row<(string GroupId, string StreamId, long TimeMs, CommitStamp Stamp), EventRecord>> rows)
    {
        var bytes = 0L;
        return [.. rows.TakeWhile((row, index) => (bytes += Encoding.UTF8.GetByteCount(row.Value.Message)) <= PageBytesMax || index == 0)];
    }

    private static GetLogEventsResponse Answer(List<Row<(string GroupId, string StreamId, long TimeMs, CommitStamp Stamp), EventRecord>> rows, bool isForward, Position? token)
    {
        if (!isForward)
        {
            rows.Reverse();
        }

        // An empty page stands still: forward where it was, backward to what was read last.
        var (forward, backward) = rows.Count > 0
            ? (PlaceOf(rows[^1]), PlaceOf(rows[0]))
            : token is { } place ? isForward ? (place, place.Next) : (place, place) : (Position.At(0), Position.At(0));
        return new GetLogEventsResponse
        {
            Events = [.. rows.Select(row => new OutputLogEvent { Timestamp = row.Key.TimeMs, Message = row.Value.Message, IngestionTime = row.Value.IngestedMs })],
            NextForwardToken = $"f/{forward}/s",
            NextBackwardToken = $"b/{backward}/s",
        };
    }

    private static Position PlaceOf(Row<(string GroupId, string StreamId, long TimeMs, CommitStamp Stamp), EventRecord> row) => new(row.Key.TimeMs, row.Key.Stamp);

    private static Position? Parse(string token) =>
        token.Length > 4 && token[0] is 'f' or 'b' && token[1] == '/' && token.EndsWith("/s", StringComparison.Ordinal) ? Position.Parse(token[2..^2]) : null;
}
