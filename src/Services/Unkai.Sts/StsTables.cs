using Unkai.Storage;
using Unkai.Sts.Model;

namespace Unkai.Sts;

/// <summary>STS's table: <c>sts 1 (access key id)</c> → SessionRecord.</summary>
internal static class StsTables
{
    internal static Table<string, SessionRecord> Sessions { get; } = new("sts", 1, KeyCodec.Text, new KeptValueCodec<SessionRecord>(new JsonValueCodec<SessionRecord>(StsJson.Default.SessionRecord)));
}
