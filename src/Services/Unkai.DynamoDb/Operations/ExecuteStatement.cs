using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.PartiQl;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Operations;

/// <summary>Carries out one PartiQL statement.</summary>
internal sealed class ExecuteStatement : IOperation<ExecuteStatementInput, ExecuteStatementOutput>
{
    public async ValueTask<Outcome<ExecuteStatementOutput>> ExecuteAsync(Call call, ExecuteStatementInput request)
    {
        var statement = StatementRequest.Read(request.Statement!, request.Parameters, request.ReturnValuesOnConditionCheckFailure, request.ConsistentRead is true);
        if (statement.IsError)
        {
            return statement.Error;
        }

        var answer = await StatementRunner.RunAsync(call, statement.Value, request.Limit, request.NextToken);
        return answer.IsError ? answer.Error : new ExecuteStatementOutput
        {
            LastEvaluatedKey = answer.Value.Last is { } last ? WireValues.Write(last) : null,
            NextToken = answer.Value.NextToken,
            ConsumedCapacity = Capacities.Describe(request.ReturnConsumedCapacity, answer.Value.Table, answer.Value.Units),
        }.With("Items", answer.Value.Items);
    }
}
