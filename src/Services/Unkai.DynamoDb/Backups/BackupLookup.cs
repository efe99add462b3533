using Unkai.Api;
using Unkai.Storage;

namespace Unkai.DynamoDb.Backups;

/// <summary>Finding backups.</summary>
internal static class BackupLookup
{
    internal static async ValueTask<Outcome<BackupRecord>> FindAsync(Snapshot snapshot, string arn) =>
        Arn.Parse(arn) is not { Service: "dynamodb" } parsed || parsed.Resource.Split('/') is not ["table", _, "backup", var label]
            ? DynamoDbErrors.Validation($"Invalid Request: Invalid Backup ARN: {arn}")
            : await DynamoDbTables.Backups.GetAsync(snapshot, (parsed.Account, parsed.Region, label)) is { } backup && backup.Arn == arn ? backup
            : NotFound(arn);

    private static AwsError NotFound(string arn) => new("BackupNotFoundException", 400, $"Backup not found: {arn}");
}
