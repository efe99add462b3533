using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>A statement of a request, understood.</summary>
/// <param name="Statement">What it says.</param>
/// <param name="OnFailure">ReturnValuesOnConditionCheckFailure.</param>
/// <param name="IsConsistent">ConsistentRead.</param>
internal sealed record StatementRequest(PartiQlStatement Statement, string? OnFailure, bool IsConsistent)
{
    internal bool IsRead => Statement is SelectStatement;

    /// <summary>Reads a statement with its parameters.</summary>
    internal static Outcome<StatementRequest> Read(string text, List<AttributeValue>? parameters, string? onFailure, bool isConsistent)
    {
        var values = new List<Value>();
        foreach (var parameter in parameters ?? [])
        {
            var value = WireValues.Read(parameter);
            if (value.IsError)
            {
                return value.Error;
            }

            values.Add(value.Value);
        }

        var statement = PartiQlParser.Parse(text, values);
        return statement.IsError ? statement.Error
            : TableNameRules.Check(statement.Value.Table) is { } problem ? problem
            : new StatementRequest(statement.Value, onFailure, isConsistent);
    }
}
