using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.PartiQl;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Transactions;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>Up to 100 PartiQL statements, all reads of one item or all writes and EXISTS: all or none.</summary>
internal sealed class ExecuteTransaction : IOperation<ExecuteTransactionInput, ExecuteTransactionOutput>
{
    private const int UnitFactor = 2;

    public async ValueTask<Outcome<ExecuteTransactionOutput>> ExecuteAsync(Call call, ExecuteTransactionInput request)
    {
        var read = request.TransactStatements!.ConvertAll(one => StatementRequest.Read(one.Statement!, one.Parameters, one.ReturnValuesOnConditionCheckFailure, isConsistent: true));
        if (Cancellation.Of(read.ConvertAll(statement => statement.Error)) is { } problem)
        {
            return problem;
        }

        var statements = read.ConvertAll(statement => statement.Value);
        if (statements.Select(statement => statement.IsRead).Distinct().Count() > 1)
        {
            return PartiQlErrors.TransactionOfBoth;
        }

        if (statements[0].IsRead)
        {
            var consumed = new List<(TableRecord Table, ConsumedUnits Units)>();
            var answer = await call.ReadAsync(snapshot => ReadAsync(snapshot, call, statements, consumed));
            if ((answer.Error ?? await TransactionReads.TakeAsync(call, consumed)) is { } refused)
            {
                return refused;
            }

            answer.Value.ConsumedCapacity = Capacities.DescribeAll(request.ReturnConsumedCapacity, consumed, UnitsSide.Read);
            return answer;
        }

        var digest = request.ClientRequestToken is null ? null : Tokens.DigestOf(new ExecuteTransactionInput { TransactStatements = request.TransactStatements });
        try
        {
            return await call.TransactAsync<ExecuteTransactionOutput>(transaction => WriteAsync(transaction, call, request, statements, digest));
        }
        catch (StoreContentionException)
        {
            return Cancellation.Conflict(statements.Count);
        }
    }

    private static async ValueTask<Outcome<ExecuteTransactionOutput>> ReadAsync(Snapshot snapshot, Call call, List<StatementRequest> statements, List<(TableRecord Table, ConsumedUnits Units)> consumed)
    {
        var answers = new List<Outcome<StatementRunner.Answer>>();
        foreach (var statement in statements)
        {
            var table = await TableLookup.FindReadyAsync(snapshot, call, TableAddress.Of(call, statement.Statement.Table));
            if (table.IsError)
            {
                return table.Error;
            }

            answers.Add(await SingleItem.ReadAsync(snapshot, table.Value, (SelectStatement)statement.Statement, isConsistent: true, UnitFactor));
        }

        if (Cancellation.Of(answers.ConvertAll(answer => answer.Error)) is { } problem)
        {
            return problem;
        }

        consumed.AddRange(answers.ConvertAll(answer => (answer.Value.Table, answer.Value.Units)));
        return new ExecuteTransactionOutput { Responses = [.. answers.Select(answer => new ItemResponse().With("Item", answer.Value.Items is [var item] ? item : null))] };
    }

    private static async ValueTask<Outcome<ExecuteTransactionOutput>> WriteAsync(
        Transaction transaction, Call call, ExecuteTransactionInput request, List<StatementRequest> statements, string? digest)
    {
        var wasDone = false;
        if (digest is not null)
        {
            var done = await Tokens.WasDoneAsync(transaction, call, request.ClientRequestToken!, digest);
            if (done.IsError)
            {
                return done.Error;
            }

            wasDone = done.Value;
        }

        var parts = await PartsAsync(transaction, call, statements);
        if (parts.IsError)
        {
            return parts.Error;
        }

        var consumed = wasDone ? await TransactionWriter.ReadAsync(transaction, call, parts.Value) : await TransactionWriter.WriteAsync(transaction, call, parts.Value);
        if (consumed.IsError)
        {
            return consumed.Error;
        }

        if (digest is not null && !wasDone)
        {
            await Tokens.RememberAsync(transaction, call, request.ClientRequestToken!, digest);
        }

        return new ExecuteTransactionOutput
        {
            Responses = [.. statements.Select(_ => new ItemResponse())],
            ConsumedCapacity = Capacities.DescribeAll(
                request.ReturnConsumedCapacity, consumed.Value.ConvertAll(one => (one.Table, one.Units)), wasDone ? UnitsSide.Read : UnitsSide.Write),
        };
    }

    private static async ValueTask<Outcome<List<TransactionPart>>> PartsAsync(Transaction transaction, Call call, List<StatementRequest> statements)
    {
        var parts = new List<TransactionPart>();
        var reasons = new List<AwsError?>();
        foreach (var statement in statements)
        {
            var table = await TableLookup.FindReadyAsync(transaction, call, TableAddress.Of(call, statement.Statement.Table));
            if (table.IsError)
            {
                return table.Error;
            }

            var change = StatementChange.Of(statement, table.Value);
            reasons.Add(change.Error);
            if (!change.IsError)
            {
                parts.Add(new TransactionPart(statement.Statement.Table, change.Value));
            }
        }

        return Cancellation.Of(reasons) is { } problem ? problem : parts;
    }
}
