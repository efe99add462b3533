using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Backups;

/// <summary>Backups in the words of DescribeBackup.</summary>
internal static class BackupDescriptions
{
    internal static BackupDetails DetailsOf(BackupRecord backup, string status) => new()
    {
        BackupArn = backup.Arn,
        BackupName = backup.Name,
        BackupSizeBytes = backup.SizeBytes,
        BackupStatus = status,
        BackupType = "USER",
        BackupCreationDateTime = backup.CreatedAt,
    };

    internal static BackupDescription Describe(BackupRecord backup, string status)
    {
        var table = backup.Table;
        return new BackupDescription
        {
            BackupDetails = DetailsOf(backup, status),
            SourceTableDetails = new SourceTableDetails
            {
                TableName = table.Name,
                TableId = table.TableId,
                TableArn = table.Arn,
                TableSizeBytes = backup.SizeBytes,
                KeySchema = TableDescriptions.SchemaOf(table.Key),
                TableCreationDateTime = table.CreatedAt,
                ProvisionedThroughput = new ProvisionedThroughput { ReadCapacityUnits = table.Throughput?.Read ?? 0, WriteCapacityUnits = table.Throughput?.Write ?? 0 },
                ItemCount = backup.ItemCount,
                BillingMode = table.Throughput is null ? "PAY_PER_REQUEST" : "PROVISIONED",
            },
            SourceTableFeatureDetails = new SourceTableFeatureDetails
            {
                LocalSecondaryIndexes = TableDescriptions.OrNull(table.LocalIndexes.Select(index => new LocalSecondaryIndexInfo
                {
                    IndexName = index.Name,
                    KeySchema = TableDescriptions.SchemaOf(index.Key),
                    Projection = TableDescriptions.ProjectionOf(index),
                })),
                GlobalSecondaryIndexes = TableDescriptions.OrNull(table.GlobalIndexes.Select(index => new GlobalSecondaryIndexInfo
                {
                    IndexName = index.Name,
                    KeySchema = TableDescriptions.SchemaOf(index.Key),
                    Projection = TableDescriptions.ProjectionOf(index),
                    ProvisionedThroughput = index.Throughput is { } units ? new ProvisionedThroughput { ReadCapacityUnits = units.Read, WriteCapacityUnits = units.Write } : null,
                })),
                StreamDescription = table.Stream is { } stream ? new StreamSpecification { StreamEnabled = true, StreamViewType = stream.ViewType } : null,
                TimeToLiveDescription = table.TimeToLive is { } timeToLive
                    ? new TimeToLiveDescription { TimeToLiveStatus = "ENABLED", AttributeName = timeToLive.Attribute }
                    : null,
                SSEDescription = TableDescriptions.EncryptionOf(table),
            },
        };
    }

    internal static BackupSummary Summarize(BackupRecord backup) => new()
    {
        TableName = backup.Table.Name,
        TableId = backup.Table.TableId,
        TableArn = backup.Table.Arn,
        BackupArn = backup.Arn,
        BackupName = backup.Name,
        BackupCreationDateTime = backup.CreatedAt,
        BackupStatus = "AVAILABLE",
        BackupType = "USER",
        BackupSizeBytes = backup.SizeBytes,
    };
}
