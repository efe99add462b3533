using Unkai.Api;
using Unkai.Api.DynamoDb;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>What a request's statements want to do, in IAM's words.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "IAM security policies with PartiQL for DynamoDB".</remarks>
internal static class StatementAccess
{
    /// <summary>Action, table and index of each; nothing for what is no statement, which is refused later.</summary>
    internal static IEnumerable<(string Action, string Table, string? Index)> Of(Shape request)
    {
        IEnumerable<(string? Text, List<AttributeValue>? Parameters)> statements = request switch
        {
            ExecuteStatementInput one => [(one.Statement, one.Parameters)],
            BatchExecuteStatementInput batch => (batch.Statements ?? []).Select(one => (one.Statement, one.Parameters)),
            ExecuteTransactionInput transaction => (transaction.TransactStatements ?? []).Select(one => (one.Statement, one.Parameters)),
            _ => [],
        };
        foreach (var (text, parameters) in statements)
        {
            if (text is not null && StatementRequest.Read(text, parameters, null, isConsistent: false) is { IsError: false, Value.Statement: var statement })
            {
                yield return statement switch
                {
                    SelectStatement select => ("PartiQLSelect", select.Table, select.Index),
                    InsertStatement => ("PartiQLInsert", statement.Table, null),
                    UpdateStatement => ("PartiQLUpdate", statement.Table, null),
                    DeleteStatement => ("PartiQLDelete", statement.Table, null),
                    _ => ("PartiQLSelect", statement.Table, null),
                };
            }
        }
    }
}
