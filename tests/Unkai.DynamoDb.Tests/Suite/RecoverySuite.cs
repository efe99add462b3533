using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Tests.Suite;

public abstract class RecoverySuite(bool onDisk) : DynamoDbSuite(onDisk)
{
    [Fact]
    public async Task A_table_is_restored_to_any_second()
    {
        var table = await TableAsync("pk", null, one =>
        {
            one.AttributeDefinitions = Attributes("pk", "color");
            one.GlobalSecondaryIndexes = [Global("colors", "color")];
        });
        await PutAsync(table, ("pk", S("before")), ("color", S("red")));
        Assert.Equal("PointInTimeRecoveryUnavailableException", (await RestoreAsync(table, "none", TestCloud.Start))?.Code);
        await Dynamo.UpdateContinuousBackupsAsync(new UpdateContinuousBackupsInput { TableName = table, PointInTimeRecoverySpecification = new() { PointInTimeRecoveryEnabled = true } });
        Cloud.Advance(10);
        await PutAsync(table, ("pk", S("a")), ("color", S("red")));
        Cloud.Advance(10);
        await PutAsync(table, ("pk", S("a")), ("color", S("blue")));
        await PutAsync(table, ("pk", S("b")));
        Cloud.Advance(10);
        await Dynamo.DeleteItemAsync(new DeleteItemInput { TableName = table, Key = Item(("pk", S("before"))) });
        await Dynamo.DeleteItemAsync(new DeleteItemInput { TableName = table, Key = Item(("pk", S("a"))) });

        foreach (var (seconds, expected) in new[] { (5, "before:red"), (10, "a:red before:red"), (19, "a:red before:red"), (20, "a:blue b:- before:red"), (30, "b:-") })
        {
            var target = Cloud.Name();
            Assert.Null(await RestoreAsync(table, target, TestCloud.Start.AddSeconds(seconds)));
            Assert.Equal("CREATING", (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = target })).Value.Table!.TableStatus);
            await Cloud.RestartAsync();
            await Cloud.SettleAsync();
            var restored = (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = target })).Value.Table!;
            Assert.Equal(("ACTIVE", false), (restored.TableStatus, restored.RestoreSummary!.RestoreInProgress));
            var items = (await Dynamo.ScanAsync(new ScanInput { TableName = target })).Value.Items!;
            Assert.Equal(expected, string.Join(' ', items.Select(item => $"{item["pk"].S}:{item.GetValueOrDefault("color")?.S ?? "-"}").Order(StringComparer.Ordinal)));
            Assert.Equal(items.Count(item => item.ContainsKey("color")), (await Dynamo.ScanAsync(new ScanInput { TableName = target, IndexName = "colors" })).Value.Count);
        }

        Assert.Equal("InvalidRestoreTimeException", (await RestoreAsync(table, "future", TestCloud.Start.AddSeconds(31)))?.Code);
        var target2 = Cloud.Name();
        await TableAsync(change: one => one.TableName = target2);
        AssertError("TableAlreadyExistsException", $"Table already exists: {target2}", await RestoreAsync(table, target2, TestCloud.Start.AddSeconds(5)));
    }

    [Fact]
    public async Task Recovery_reaches_back_as_long_as_it_was_asked_to()
    {
        var table = await TableAsync();
        AssertError("TableNotFoundException", "Table not found: nowhere", (await Dynamo.DescribeContinuousBackupsAsync(new DescribeContinuousBackupsInput { TableName = "nowhere" })).Error);
        await Dynamo.UpdateContinuousBackupsAsync(new UpdateContinuousBackupsInput { TableName = table, PointInTimeRecoverySpecification = new() { PointInTimeRecoveryEnabled = true, RecoveryPeriodInDays = 2 } });
        await PutAsync(table, ("pk", S("a")));
        Cloud.Advance(3 * 86_400);
        await Cloud.SettleAsync();

        var described = (await Dynamo.DescribeContinuousBackupsAsync(new DescribeContinuousBackupsInput { TableName = table })).Value.ContinuousBackupsDescription!.PointInTimeRecoveryDescription!;
        Assert.Equal((TestCloud.Start.AddDays(1), TestCloud.Start.AddDays(3), 2), (described.EarliestRestorableDateTime, described.LatestRestorableDateTime, described.RecoveryPeriodInDays));
        Assert.Equal("InvalidRestoreTimeException", (await RestoreAsync(table, "early", TestCloud.Start.AddHours(1)))?.Code);
    }

    [Fact]
    public async Task A_backup_is_a_table_of_its_moment_and_outlives_it()
    {
        var table = await TableAsync("pk", "sk:N");
        for (var i = 0; i < 30; i++)
        {
            await PutAsync(table, ("pk", S("a")), ("sk", N(i)));
        }

        var backup = (await Dynamo.CreateBackupAsync(new CreateBackupInput { TableName = table, BackupName = "first" })).Value.BackupDetails!;
        Assert.Equal(("CREATING", "USER"), (backup.BackupStatus, backup.BackupType));
        await PutAsync(table, ("pk", S("later")), ("sk", N(1)));
        await Dynamo.DeleteTableAsync(new DeleteTableInput { TableName = table });
        await Cloud.RestartAsync();

        var described = (await Dynamo.DescribeBackupAsync(new DescribeBackupInput { BackupArn = backup.BackupArn })).Value.BackupDescription!;
        Assert.Equal(("AVAILABLE", 30L, table), (described.BackupDetails!.BackupStatus, described.SourceTableDetails!.ItemCount, described.SourceTableDetails.TableName));
        Assert.Equal(backup.BackupArn, Assert.Single((await Dynamo.ListBackupsAsync(new ListBackupsInput { TableName = table })).Value.BackupSummaries!).BackupArn);
        var target = Cloud.Name();
        Assert.Null((await Dynamo.RestoreTableFromBackupAsync(new RestoreTableFromBackupInput { TargetTableName = target, BackupArn = backup.BackupArn })).Error);
        await Cloud.SettleAsync();
        Assert.Equal(30, (await Dynamo.ScanAsync(new ScanInput { TableName = target })).Value.Count);
        Assert.Equal(30, (await Dynamo.DescribeTableAsync(new DescribeTableInput { TableName = target })).Value.Table!.ItemCount);
        Assert.Equal("DELETED", (await Dynamo.DeleteBackupAsync(new DeleteBackupInput { BackupArn = backup.BackupArn })).Value.BackupDescription!.BackupDetails!.BackupStatus);
        AssertError("BackupNotFoundException", $"Backup not found: {backup.BackupArn}", (await Dynamo.DescribeBackupAsync(new DescribeBackupInput { BackupArn = backup.BackupArn })).Error);
    }

    [Fact]
    public async Task What_was_changed_in_a_span_of_time_is_told_once_with_its_ends()
    {
        var table = await TableAsync();
        await Dynamo.UpdateContinuousBackupsAsync(new UpdateContinuousBackupsInput { TableName = table, PointInTimeRecoverySpecification = new() { PointInTimeRecoveryEnabled = true } });
        foreach (var name in new[] { "kept", "changed", "removed", "again" })
        {
            await PutAsync(table, ("pk", S(name)), ("n", N(0)));
        }

        Cloud.Advance(10);
        await PutAsync(table, ("pk", S("made")), ("n", N(1)));
        await PutAsync(table, ("pk", S("changed")), ("n", N(1)));
        await PutAsync(table, ("pk", S("came and went")), ("n", N(1)));
        await Dynamo.DeleteItemAsync(new DeleteItemInput { TableName = table, Key = Item(("pk", S("removed"))) });
        Cloud.Advance(5);
        await PutAsync(table, ("pk", S("changed")), ("n", N(2)));
        await Dynamo.DeleteItemAsync(new DeleteItemInput { TableName = table, Key = Item(("pk", S("came and went"))) });
        Cloud.Advance(5);
        await PutAsync(table, ("pk", S("changed")), ("n", N(3)));
        await PutAsync(table, ("pk", S("again")), ("n", N(3)));
        await Cloud.RestartAsync();

        var lines = await Cloud.Call().ReadAsync(async snapshot =>
        {
            var record = (await DynamoDbTables.Tables.GetAsync(snapshot, ("123456789012", "us-east-1", table)))!;
            var changed = await Unkai.DynamoDb.Recovery.ChangedItems.ReadAsync(snapshot, record, TestCloud.Start.AddSeconds(10), TestCloud.Start.AddSeconds(20));
            return changed.ConvertAll(history => LineOf(new Unkai.DynamoDb.Transfer.ExportLine(history.New, history)));
        });

        var from = TestCloud.Start.AddSeconds(10).ToUnixTimeMilliseconds() * 1000;
        var later = TestCloud.Start.AddSeconds(15).ToUnixTimeMilliseconds() * 1000;
        string[] expected =
        [
            Line(later, "came and went", ""),
            Line(later, "changed", Image("OldImage", "changed", 0) + Image("NewImage", "changed", 2)),
            Line(from, "made", Image("NewImage", "made", 1)),
            Line(from, "removed", Image("OldImage", "removed", 0)),
        ];
        Assert.Equal(expected, lines.OrderBy(line => line[line.IndexOf("Keys", StringComparison.Ordinal)..], StringComparer.Ordinal));

        static string Line(long micros, string key, string images) =>
            "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"" + micros + "\"}},\"Keys\":{\"pk\":{\"S\":\"" + key + "\"}}" + images + "}";

        static string Image(string name, string key, int number) => ",\"" + name + "\":{\"pk\":{\"S\":\"" + key + "\"},\"n\":{\"N\":\"" + number + "\"}}";
    }

    [Fact]
    public async Task A_span_of_an_incremental_export_is_15_minutes_to_24_hours_long_and_is_asked_for_by_type()
    {
        var table = await TableAsync();
        await Dynamo.UpdateContinuousBackupsAsync(new UpdateContinuousBackupsInput { TableName = table, PointInTimeRecoverySpecification = new() { PointInTimeRecoveryEnabled = true } });
        Cloud.Advance(2 * 86_400);
        async Task<Unkai.Api.Outcome<ExportTableToPointInTimeOutput>> Export(double minutes, string? type = "INCREMENTAL_EXPORT") => await Dynamo.ExportTableToPointInTimeAsync(new ExportTableToPointInTimeInput
        {
            TableArn = $"arn:aws:dynamodb:us-east-1:123456789012:table/{table}",
            S3Bucket = "bucket",
            ExportType = type,
            IncrementalExportSpecification = new() { ExportFromTime = TestCloud.Start.AddDays(2).AddMinutes(-minutes), ExportViewType = "NEW_IMAGE" },
        });

        AssertInvalid("Difference between export period from time and export period to time is less than 15 minutes", (await Export(14)).Error);
        AssertInvalid("Difference between export period from time and export period to time is more than 24 hours", (await Export((24 * 60) + 1)).Error);
        Assert.Equal("InvalidExportTimeException", (await Export(3 * 24 * 60)).Error!.Code);
        AssertInvalid("IncrementalExportSpecification can only be specified when ExportType is INCREMENTAL_EXPORT", (await Export(15, type: null)).Error);
        var export = (await Export(15)).Value.ExportDescription!;
        Assert.Equal(
            ("INCREMENTAL_EXPORT", null, TestCloud.Start.AddDays(2).AddMinutes(-15), TestCloud.Start.AddDays(2), "NEW_IMAGE"),
            (export.ExportType, export.ExportTime, export.IncrementalExportSpecification!.ExportFromTime, export.IncrementalExportSpecification.ExportToTime, export.IncrementalExportSpecification.ExportViewType));
    }

    private static string LineOf(Unkai.DynamoDb.Transfer.ExportLine line)
    {
        using var memory = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(memory))
        {
            line.Write(writer);
        }

        return System.Text.Encoding.UTF8.GetString(memory.ToArray());
    }

    private async Task<Unkai.Api.AwsError?> RestoreAsync(string source, string target, DateTimeOffset at) => (await Dynamo.RestoreTableToPointInTimeAsync(new RestoreTableToPointInTimeInput
    {
        SourceTableName = source,
        TargetTableName = target,
        RestoreDateTime = at,
    })).Error;
}
