using Unkai.Api;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>What is wrong with statements. All but the last are ValidationExceptions.</summary>
internal static class PartiQlErrors
{
    internal static AwsError ParameterCount { get; } = ValueErrors.Validation("Number of parameters in request and statement don't match.");

    internal static AwsError NoKey { get; } = ValueErrors.Validation("Where clause does not contain a mandatory equality on all key attributes");

    internal static AwsError SelectWithoutKey { get; } =
        ValueErrors.Validation("Select statements within BatchExecuteStatement must specify the primary key in the where clause.");

    internal static AwsError ReadsAndWrites { get; } = ValueErrors.Validation("Batch can either be all reads or all writes, not a mix of both.");

    internal static AwsError TransactionOfBoth { get; } = ValueErrors.Validation("Transaction can either be all reads or all writes, not a mix of both.");

    internal static AwsError OrderWithoutWhere { get; } = ValueErrors.Validation("Must have WHERE clause in the statement when using ORDER BY clause.");

    internal static AwsError OrderWithoutPartition { get; } =
        ValueErrors.Validation("Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.");

    internal static AwsError ExistsAlone { get; } = ValueErrors.Validation("EXISTS() is only supported in ExecuteTransaction");

    internal static AwsError InvalidNextToken { get; } = ValueErrors.Validation("Invalid NextToken");

    internal static AwsError DuplicateItem { get; } = new("DuplicateItemException", 400, "Duplicate primary key exists in table");

    internal static AwsError OrderByUnknown(string name) => ValueErrors.Validation($"Variable reference {name} in ORDER BY clause must be part of the primary key");

    internal static AwsError Malformed(string problem) => ValueErrors.Validation($"Statement wasn't well formed, can't be processed: {problem}");

    internal static string Unexpected(PartiQlToken token) => token.Kind is PartiQlTokenKind.End ? "Unexpected term" : $"Unexpected token at {token.Start + 1}: {token.Text}";
}
