using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Replication;

namespace Unkai.DynamoDb.Operations;

/// <summary>Adds tables to a global table of version 2017.11.29, or takes them out.</summary>
internal sealed class UpdateGlobalTable : IOperation<UpdateGlobalTableInput, UpdateGlobalTableOutput>
{
    public ValueTask<Outcome<UpdateGlobalTableOutput>> ExecuteAsync(Call call, UpdateGlobalTableInput request) => call.TransactAsync<UpdateGlobalTableOutput>(async transaction =>
    {
        var name = request.GlobalTableName!;
        var found = await LegacyGroup.FindAsync(transaction, call, name);
        if (found.IsError)
        {
            return found.Error;
        }

        var table = found.Value;
        var members = new List<TableRecord> { table };
        await foreach (var other in ReplicaGroup.OthersAsync(transaction, table))
        {
            members.Add(other);
        }

        var left = new List<TableRecord>();
        foreach (var update in request.ReplicaUpdates!)
        {
            var problem = update switch
            {
                { Create: { } create, Delete: null } => await AddAsync(call, transaction, name, create.RegionName!, members, table),
                { Create: null, Delete: { } delete } => Remove(delete.RegionName!, members, left),
                _ => DynamoDbErrors.InvalidParameters("One of Create and Delete must be specified in ReplicaUpdates"),
            };
            if (problem is not null)
            {
                return problem;
            }
        }

        var since = table.GlobalSince!.Value;
        left.ForEach(member => LegacyGroup.Leave(transaction, member));
        LegacyGroup.Join(transaction, members, since);
        return new UpdateGlobalTableOutput
        {
            GlobalTableDescription = LegacyGroup.Describe(call.Account.Value, name, since, members.Select(member => member.Region), "UPDATING"),
        };
    });

    private static async ValueTask<AwsError?> AddAsync(Call call, Storage.Transaction transaction, string name, string region, List<TableRecord> members, TableRecord like)
    {
        if (members.Exists(member => member.Region == region))
        {
            return new AwsError("ReplicaAlreadyExistsException", 400, $"Replica already exists: Replica in region: '{region}' already exists.");
        }

        var added = await LegacyGroup.FindNewAsync(transaction, call, name, region, like);
        if (!added.IsError)
        {
            members.Add(added.Value);
        }

        return added.Error;
    }

    private static AwsError? Remove(string region, List<TableRecord> members, List<TableRecord> left)
    {
        if (members.Find(member => member.Region == region) is not { } member)
        {
            return new AwsError("ReplicaNotFoundException", 400, $"Replica not found: Replica in region: '{region}' does not exist.");
        }

        members.Remove(member);
        left.Add(member);
        return null;
    }
}
