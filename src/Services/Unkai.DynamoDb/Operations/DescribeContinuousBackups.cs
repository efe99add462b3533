using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Recovery;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Whether a table can be restored to moments in the past, and to which.</summary>
internal sealed class DescribeContinuousBackups : IOperation<DescribeContinuousBackupsInput, DescribeContinuousBackupsOutput>
{
    public async ValueTask<Outcome<DescribeContinuousBackupsOutput>> ExecuteAsync(Call call, DescribeContinuousBackupsInput request)
    {
        if (TableNameRules.Check(request.TableName!) is { } problem)
        {
            return problem;
        }

        var address = TableAddress.Of(call, request.TableName!);
        return await call.ReadAsync(snapshot => TableLookup.GetAsync(snapshot, address)) is { } table
            ? new DescribeContinuousBackupsOutput { ContinuousBackupsDescription = ContinuousBackups.Describe(table, call.Clock.GetUtcNow()) }
            : ContinuousBackups.TableNotFound(address.Name);
    }
}
