using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.PartiQl;
using Unkai.DynamoDb.Throughput;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Operations;

/// <summary>Up to 25 PartiQL statements, all reads of one item or all writes; each succeeds or fails for itself.</summary>
internal sealed class BatchExecuteStatement : IOperation<BatchExecuteStatementInput, BatchExecuteStatementOutput>
{
    public async ValueTask<Outcome<BatchExecuteStatementOutput>> ExecuteAsync(Call call, BatchExecuteStatementInput request)
    {
        var statements = request.Statements!
            .ConvertAll(one => StatementRequest.Read(one.Statement!, one.Parameters, one.ReturnValuesOnConditionCheckFailure, one.ConsistentRead is true));
        if (statements.Where(statement => !statement.IsError).Select(statement => statement.Value.IsRead).Distinct().Count() > 1)
        {
            return PartiQlErrors.ReadsAndWrites;
        }

        var answer = new BatchExecuteStatementOutput { Responses = [] };
        var consumed = new List<(TableRecord Table, ConsumedUnits Units)>();
        foreach (var statement in statements)
        {
            var result = statement.IsError ? statement.Error : await SingleItem.RunAsync(call, statement.Value);
            answer.Responses.Add(result.IsError ? Failed(result.Error) : new BatchStatementResponse
            {
                TableName = result.Value.Table.Name,
            }.With("Item", result.Value.Items is [var item] ? item : null));
            if (!result.IsError)
            {
                consumed.Add((result.Value.Table, result.Value.Units));
            }
        }

        answer.ConsumedCapacity = Capacities.DescribeAll(request.ReturnConsumedCapacity, consumed);
        return answer;
    }

    private static BatchStatementResponse Failed(AwsError error) => new()
    {
        Error = new BatchStatementError
        {
            Code = error.Code switch
            {
                "ConditionalCheckFailedException" => "ConditionalCheckFailed",
                "DuplicateItemException" => "DuplicateItem",
                "ResourceNotFoundException" => "ResourceNotFound",
                "AccessDeniedException" => "AccessDenied",
                ThroughputErrors.OnDemand => "ThrottlingError",
                ThroughputErrors.Provisioned => "ProvisionedThroughputExceeded",
                "ItemCollectionSizeLimitExceededException" => "ItemCollectionSizeLimitExceeded",
                "TransactionConflictException" => "TransactionConflict",
                _ => "ValidationError",
            },
            Message = error.Message,
            Item = (error.Detail as ConditionalCheckFailedException)?.Item,
        },
    };
}
