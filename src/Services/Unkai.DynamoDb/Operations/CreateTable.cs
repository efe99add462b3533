using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Streams;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Makes a table. The answer says CREATING, as on AWS; who looks next finds it ACTIVE (see <see cref="StateDelays"/>).</summary>
internal sealed class CreateTable : IOperation<CreateTableInput, CreateTableOutput>
{
    public async ValueTask<Outcome<CreateTableOutput>> ExecuteAsync(Call call, CreateTableInput request)
    {
        var draft = TableDraft.From(call, request);
        if ((draft.Error ?? TablePolicies.Check(request.ResourcePolicy)) is { } problem)
        {
            return problem;
        }

        return await call.TransactAsync<CreateTableOutput>(async transaction =>
        {
            var created = await TableCreation.CreateAsync(transaction, call, draft.Value, request.StreamSpecification);
            return created.IsError ? created.Error : new CreateTableOutput { TableDescription = TableDescriptions.Describe(call, created.Value).In("CREATING") };
        });
    }
}
