using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Backups;
using Unkai.DynamoDb.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Recovery;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Makes a table of what another was at a moment. It is CREATING until a job has written the items.</summary>
internal sealed class RestoreTableToPointInTime : IOperation<RestoreTableToPointInTimeInput, RestoreTableToPointInTimeOutput>
{
    public async ValueTask<Outcome<RestoreTableToPointInTimeOutput>> ExecuteAsync(Call call, RestoreTableToPointInTimeInput request)
    {
        if ((request.SourceTableName ?? request.SourceTableArn) is not { } name)
        {
            return DynamoDbErrors.Validation("One of SourceTableName or SourceTableArn must be specified");
        }

        if (TableNameRules.Check(name) is { } problem)
        {
            return problem;
        }

        if (request.UseLatestRestorableTime is true == (request.RestoreDateTime is not null))
        {
            return DynamoDbErrors.Validation("Exactly one of UseLatestRestorableTime and RestoreDateTime must be specified");
        }

        var address = TableAddress.Of(call, name);
        return await call.TransactAsync<RestoreTableToPointInTimeOutput>(async transaction =>
        {
            if (await TableLookup.GetAsync(transaction, address) is not { } source)
            {
                return ContinuousBackups.TableNotFound(address.Name);
            }

            var now = call.Clock.GetUtcNow();
            if (source.Recovery is not { } recovery)
            {
                return new AwsError("PointInTimeRecoveryUnavailableException", 400, $"Point in time recovery is not enabled for table '{source.Name}'");
            }

            var at = request.RestoreDateTime ?? now;
            if (at < recovery.EarliestAt(now).AddSeconds(-1) || at > now)
            {
                return new AwsError("InvalidRestoreTimeException", 400, "An invalid restore time was specified. RestoreDateTime must be between EarliestRestorableDateTime and LatestRestorableDateTime.");
            }

            var draft = RestoreDraft.From(
                call,
                source,
                request.TargetTableName!,
                request.BillingModeOverride,
                request.ProvisionedThroughputOverride,
                request.OnDemandThroughputOverride,
                request.SSESpecificationOverride,
                request.GlobalSecondaryIndexOverride,
                request.LocalSecondaryIndexOverride);
            if (draft.IsError)
            {
                return draft.Error;
            }

            var created = await TableCreation.CreateAsync(transaction, call, draft.Value with { Restore = new RestoreRecord(null, source.Arn, at, true) });
            if (created.IsError)
            {
                return created.Error.Code == "ResourceInUseException" ? RestoreDraft.TableExists(request.TargetTableName!) : created.Error;
            }

            transaction.Enqueue(RestoreItems.JobOf(new RestoreOrder(created.Value.Reference, null, source.Reference, at), now));
            return new RestoreTableToPointInTimeOutput { TableDescription = TableDescriptions.Describe(call, created.Value) };
        });
    }
}
