using Unkai.Api;
using Unkai.Cloud;
using Unkai.Logs.Model;
using Unkai.Storage;

namespace Unkai.Logs;

/// <summary>Finds groups and streams.</summary>
internal static class Groups
{
    internal static (AccountId Account, string Region, string Group) KeyOf(Call call, string name) => (call.Account, call.Region, name);

    internal static async ValueTask<Outcome<GroupRecord>> FindAsync(Snapshot snapshot, Call call, string name) =>
        await LogsTables.Groups.GetAsync(snapshot, KeyOf(call, name)) is { } group ? group : LogsErrors.NoSuchGroup;

    /// <summary>The group that a request names in one of two ways.</summary>
    internal static Outcome<string> NameOf(string? name, string? identifier) =>
        (name, identifier) switch
        {
            (null, null) => LogsErrors.Invalid("Either logGroupName or logGroupIdentifier must be specified"),
            (not null, not null) => LogsErrors.Invalid("LogGroup name and LogGroup ARN are mutually exclusive parameters."),
            _ => name ?? LogsArns.NameOf(identifier)!,
        };

    /// <summary>The first millisecond that the group's retention keeps.</summary>
    internal static long KeptFromMs(Call call, GroupRecord group) =>
        group.RetentionDays is { } days ? call.Clock.GetUtcNow().AddDays(-days).ToUnixTimeMilliseconds() : 0;

    /// <summary>Changes a group's record.</summary>
    internal static ValueTask<Outcome<GroupRecord>> ChangeAsync(Call call, string name, Func<GroupRecord, Transaction, Outcome<GroupRecord>> change) => call.TransactAsync<GroupRecord>(async transaction =>
    {
        var group = await FindAsync(transaction, call, name);
        if (group.IsError)
        {
            return group.Error;
        }

        var changed = change(group.Value, transaction);
        if (!changed.IsError)
        {
            LogsTables.Groups.Put(transaction, KeyOf(call, name), changed.Value);
        }

        return changed;
    });
}
