using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Replication;

namespace Unkai.DynamoDb.Operations;

/// <summary>Makes tables of one name in several regions a global table of version 2017.11.29.</summary>
internal sealed class CreateGlobalTable : IOperation<CreateGlobalTableInput, CreateGlobalTableOutput>
{
    public async ValueTask<Outcome<CreateGlobalTableOutput>> ExecuteAsync(Call call, CreateGlobalTableInput request)
    {
        var name = request.GlobalTableName!;
        var regions = request.ReplicationGroup!.ConvertAll(replica => replica.RegionName);
        if (TableNameRules.CheckNew(name) is { } problem)
        {
            return problem;
        }

        if (regions.Count == 0 || regions.Contains(null) || regions.Distinct().Count() < regions.Count)
        {
            return DynamoDbErrors.InvalidParameters("ReplicationGroup must name each of its regions once");
        }

        return await call.TransactAsync<CreateGlobalTableOutput>(async transaction =>
        {
            var members = new List<TableRecord>();
            foreach (var region in regions)
            {
                var member = await LegacyGroup.FindNewAsync(transaction, call, name, region!, members.FirstOrDefault());
                if (member.IsError)
                {
                    return member.Error;
                }

                members.Add(member.Value);
            }

            var now = call.Clock.GetUtcNow();
            LegacyGroup.Join(transaction, members, now);
            return new CreateGlobalTableOutput { GlobalTableDescription = LegacyGroup.Describe(call.Account.Value, name, now, regions!, "CREATING") };
        });
    }
}
