using Unkai.Lambda.Model;
using Unkai.Storage;

namespace Unkai.Lambda;

/// <summary>Lambda's tables.</summary>
/// <remarks>
/// <code>
/// lambda 1  (account, region, name)            FunctionRecord
/// lambda 2  (account, region, name, version)   VersionRecord; version 0 is $LATEST
/// lambda 3  (account, region, name, version)   PackageRecord: apart, so that an invocation doesn't read it
/// lambda 4  (account, region, name, alias)     AliasRecord
/// lambda 5  (account, region, uuid)            MappingRecord
/// lambda 6  (account, region)                  number: concurrency reserved by all functions
/// lambda 7  (account, region)                  number: bytes of all packages
/// lambda 8  (account, region, uuid)            StreamPosition of a mapping
/// </code>
/// </remarks>
internal static class LambdaTables
{
    internal static Table<(AccountId Account, string Region, string Name), FunctionRecord> Functions { get; } =
        new("lambda", 1, KeyCodec.Of(KeyCodec.Account, KeyCodec.Text, KeyCodec.Text), new KeptValueCodec<FunctionRecord>(new JsonValueCodec<FunctionRecord>(LambdaJson.Default.FunctionRecord)));

    internal static Table<(AccountId Account, string Region, string Name, int Version), VersionRecord> Versions { get; } =
        new("lambda", 2, KeyCodec.Of(KeyCodec.Account, KeyCodec.Text, KeyCodec.Text, KeyCodec.Number32), new KeptValueCodec<VersionRecord>(new JsonValueCodec<VersionRecord>(LambdaJson.Default.VersionRecord)));

    internal static Table<(AccountId Account, string Region, string Name, int Version), PackageRecord> Packages { get; } =
        new("lambda", 3, KeyCodec.Of(KeyCodec.Account, KeyCodec.Text, KeyCodec.Text, KeyCodec.Number32), new JsonValueCodec<PackageRecord>(LambdaJson.Default.PackageRecord));

    internal static Table<(AccountId Account, string Region, string Name, string Alias), AliasRecord> Aliases { get; } =
        new("lambda", 4, KeyCodec.Of(KeyCodec.Account, KeyCodec.Text, KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<AliasRecord>(LambdaJson.Default.AliasRecord));

    internal static Table<(AccountId Account, string Region, string Uuid), MappingRecord> Mappings { get; } =
        new("lambda", 5, KeyCodec.Of(KeyCodec.Account, KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<MappingRecord>(LambdaJson.Default.MappingRecord));

    internal static CounterTable<(AccountId Account, string Region)> ReservedConcurrency { get; } = new("lambda", 6, KeyCodec.Of(KeyCodec.Account, KeyCodec.Text));

    internal static CounterTable<(AccountId Account, string Region)> CodeBytes { get; } = new("lambda", 7, KeyCodec.Of(KeyCodec.Account, KeyCodec.Text));

    internal static Table<(AccountId Account, string Region, string Uuid), StreamPosition> Positions { get; } =
        new("lambda", 8, KeyCodec.Of(KeyCodec.Account, KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<StreamPosition>(LambdaJson.Default.StreamPosition));
}
