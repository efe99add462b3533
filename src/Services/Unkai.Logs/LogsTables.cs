using Unkai.Logs.Model;
using Unkai.Storage;

namespace Unkai.Logs;

/// <summary>The tables of CloudWatch Logs.</summary>
/// <remarks>
/// <code>
/// logs 1  (account, region, group)             GroupRecord
/// logs 2  (group id, stream)                   StreamRecord
/// logs 3  (group id, stream id, time, stamp)   EventRecord; the time in milliseconds
/// logs 4  (group id)                           number: bytes stored
/// </code>
/// </remarks>
internal static class LogsTables
{
    internal static Table<(AccountId Account, string Region, string Group), GroupRecord> Groups { get; } =
        new("logs", 1, KeyCodec.Of(KeyCodec.Account, KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<GroupRecord>(LogsJson.Default.GroupRecord));

    internal static Table<(string GroupId, string Stream), StreamRecord> Streams { get; } =
        new("logs", 2, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<StreamRecord>(LogsJson.Default.StreamRecord));

    internal static Table<(string GroupId, string StreamId, long TimeMs, CommitStamp Stamp), EventRecord> Events { get; } =
        new("logs", 3, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Number, KeyCodec.Stamp), new EventCodec());

    internal static CounterTable<string> StoredBytes { get; } = new("logs", 4, KeyCodec.Text);
}
