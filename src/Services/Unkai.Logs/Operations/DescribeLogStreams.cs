using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Logs.Model;
using Unkai.Storage;

namespace Unkai.Logs.Operations;

/// <summary>A group's streams by name or by the time of their last event.</summary>
internal sealed class DescribeLogStreams : IOperation<DescribeLogStreamsRequest, DescribeLogStreamsResponse>
{
    public async ValueTask<Outcome<DescribeLogStreamsResponse>> ExecuteAsync(Call call, DescribeLogStreamsRequest request)
    {
        var name = Groups.NameOf(request.LogGroupName, request.LogGroupIdentifier);
        if (name.IsError)
        {
            return name.Error;
        }

        var byTime = request.OrderBy == OrderBy.LastEventTime;
        if (byTime && request.LogStreamNamePrefix is not null)
        {
            return LogsErrors.Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }

        return await call.ReadAsync<Outcome<DescribeLogStreamsResponse>>(async snapshot =>
        {
            var group = await Groups.FindAsync(snapshot, call, name.Value);
            if (group.IsError)
            {
                return group.Error;
            }

            var all = new List<Row<(string GroupId, string Stream), StreamRecord>>();
            await foreach (var row in LogsTables.Streams.EachAsync(snapshot, LogsTables.Streams.Under(group.Value.Id).StartingWith(request.LogStreamNamePrefix ?? "")))
            {
                all.Add(row);
            }

            IEnumerable<Row<(string GroupId, string Stream), StreamRecord>> ordered = byTime ? all.OrderBy(row => row.Value.LastMs ?? 0) : all;
            var (page, next) = Pages.Cut(request.Descending is true ? ordered.Reverse() : ordered, row => row.Key.Stream, request.NextToken, request.Limit);
            var arn = LogsArns.GroupArn(call.Account, call.Region, name.Value);
            return new DescribeLogStreamsResponse { LogStreams = [.. page.Select(row => Describe(arn, row))], NextToken = next };
        });
    }

    private static LogStream Describe(string groupArn, Row<(string GroupId, string Stream), StreamRecord> row) => new()
    {
        LogStreamName = row.Key.Stream,
        CreationTime = row.Value.CreatedAt.ToUnixTimeMilliseconds(),
        FirstEventTimestamp = row.Value.FirstMs,
        LastEventTimestamp = row.Value.LastMs,
        LastIngestionTime = row.Value.IngestedMs,
        UploadSequenceToken = Position.At(row.Value.IngestedMs ?? 0).ToString(),
        Arn = $"{groupArn}:log-stream:{row.Key.Stream}",
        StoredBytes = 0,
    };
}
