using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Logs.Model;
using Unkai.Storage;

namespace Unkai.Logs.Operations;

/// <summary>The account's log groups by name.</summary>
internal sealed class DescribeLogGroups : IOperation<DescribeLogGroupsRequest, DescribeLogGroupsResponse>
{
    public async ValueTask<Outcome<DescribeLogGroupsResponse>> ExecuteAsync(Call call, DescribeLogGroupsRequest request)
    {
        if (request.LogGroupNamePrefix is not null && request.LogGroupNamePattern is not null)
        {
            return LogsErrors.Invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }

        if (request.IncludeLinkedAccounts is true)
        {
            return LogsErrors.NotImplemented("DescribeLogGroups with includeLinkedAccounts");
        }

        var wanted = request.LogGroupIdentifiers?.Select(LogsArns.NameOf).ToHashSet();
        return await call.ReadAsync(async snapshot =>
        {
            var matching = new List<Row<(AccountId Account, string Region, string Group), GroupRecord>>();
            await foreach (var row in LogsTables.Groups.EachAsync(snapshot, LogsTables.Groups.Under(call.Account, call.Region).StartingWith(request.LogGroupNamePrefix ?? "")))
            {
                if ((request.LogGroupNamePattern is null || row.Key.Group.Contains(request.LogGroupNamePattern, StringComparison.Ordinal))
                    && (request.LogGroupClass is null || request.LogGroupClass == row.Value.Class)
                    && wanted?.Contains(row.Key.Group) != false)
                {
                    matching.Add(row);
                }
            }

            var (page, next) = Pages.Cut(matching, row => row.Key.Group, request.NextToken, request.Limit);
            var groups = new List<LogGroup>();
            foreach (var row in page)
            {
                groups.Add(Describe(row, await LogsTables.StoredBytes.GetAsync(snapshot, row.Value.Id)));
            }

            return new DescribeLogGroupsResponse { LogGroups = groups, NextToken = next };
        });
    }

    private static LogGroup Describe(Row<(AccountId Account, string Region, string Group), GroupRecord> row, long storedBytes)
    {
        var arn = LogsArns.GroupArn(row.Key.Account, row.Key.Region, row.Key.Group);
        return new LogGroup
        {
            LogGroupName = row.Key.Group,
            CreationTime = row.Value.CreatedAt.ToUnixTimeMilliseconds(),
            RetentionInDays = row.Value.RetentionDays,
            MetricFilterCount = 0,
            Arn = arn + ":*",
            LogGroupArn = arn,
            StoredBytes = storedBytes,
            LogGroupClass = row.Value.Class,
            DeletionProtectionEnabled = row.Value.IsProtected,
        };
    }
}
