using Unkai.Api;
using Unkai.Api.DynamoDb;

namespace Unkai.DynamoDb.Tests.Suite;

public abstract class PartiQlSuite(bool onDisk) : DynamoDbSuite(onDisk)
{
    [Fact]
    public async Task Items_are_inserted_updated_selected_and_deleted()
    {
        var table = await TableAsync("pk", "sk:N");

        await RunAsync($$"""INSERT INTO "{{table}}" VALUE {'pk': 'a', 'sk': 1, 'n': 5, 'tags': <<'x'>>, 'seq': [1]}""");
        await RunAsync($$"""UPDATE "{{table}}" SET n = n + 1, seq = list_append(seq, [2]) SET tags = set_add(tags, <<'y'>>) WHERE pk = 'a' AND sk = 1""");
        var item = Assert.Single((await RunAsync($"""SELECT * FROM "{table}" WHERE pk = 'a' AND sk = 1""")).Items!);

        Assert.Equal("6", item["n"].N);
        Assert.Equal(["1", "2"], item["seq"].L!.Select(element => element.N!));
        Assert.Equal(["x", "y"], item["tags"].SS!);

        await RunAsync($"""DELETE FROM "{table}" WHERE pk = 'a' AND sk = 1""");
        Assert.Empty((await RunAsync($"""SELECT * FROM "{table}" """)).Items!);
    }

    [Fact]
    public async Task Writes_say_why_they_can_not_be_done_and_change_nothing()
    {
        var table = await TableAsync("pk", "sk:N");
        await PutAsync(table, ("pk", S("a")), ("sk", N(1)), ("n", N(5)));

        AssertError("DuplicateItemException", "Duplicate primary key exists in table", await FailAsync($$"""INSERT INTO "{{table}}" VALUE {'pk': 'a', 'sk': 1}"""));
        AssertInvalid("Where clause does not contain a mandatory equality on all key attributes", await FailAsync($"""UPDATE "{table}" SET n = 1 WHERE pk = 'a'"""));
        AssertInvalid("Where clause does not contain a mandatory equality on all key attributes", await FailAsync($"""DELETE FROM "{table}" WHERE pk = 'a' AND sk > 1"""));
        AssertError("ConditionalCheckFailedException", "The conditional request failed", await FailAsync($"""UPDATE "{table}" SET n = 1 WHERE pk = 'a' AND sk = 1 AND n > 5"""));
        AssertError("ConditionalCheckFailedException", "The conditional request failed", await FailAsync($"""UPDATE "{table}" SET n = 1 WHERE pk = 'b' AND sk = 1"""));
        AssertError("ConditionalCheckFailedException", "The conditional request failed", await FailAsync($"""DELETE FROM "{table}" WHERE pk = 'a' AND sk = 1 AND n = 4"""));
        AssertInvalid("The provided key element does not match the schema", await FailAsync($"""DELETE FROM "{table}" WHERE pk = 'a' AND sk = '1'"""));
        AssertInvalid("One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key", await FailAsync($"""UPDATE "{table}" SET pk = 'c' WHERE pk = 'a' AND sk = 1"""));
        AssertError("ResourceNotFoundException", "Requested resource not found", await FailAsync("SELECT * FROM Absent"));
        await RunAsync($"""DELETE FROM "{table}" WHERE pk = 'b' AND sk = 1""");

        Assert.Equal("5", (await GetAsync(table, ("pk", S("a")), ("sk", N(1))))!["n"].N);
    }

    [Fact]
    public async Task Writes_return_what_they_are_asked_for()
    {
        var table = await TableAsync();
        await PutAsync(table, ("pk", S("a")), ("n", N(5)), ("m", N(1)));

        var modified = await RunAsync($"""UPDATE "{table}" SET n = 6 WHERE pk = 'a' RETURNING MODIFIED OLD *""");
        var all = await RunAsync($"""UPDATE "{table}" SET n = 7 WHERE pk = 'a' RETURNING ALL NEW *""");
        var deleted = await RunAsync($"""DELETE FROM "{table}" WHERE pk = 'a' RETURNING ALL OLD *""");

        Assert.Equal("n", Assert.Single(Assert.Single(modified.Items!)).Key);
        Assert.Equal("5", modified.Items![0]["n"].N);
        Assert.Equal(("7", 3), (Assert.Single(all.Items!)["n"].N, all.Items![0].Count));
        Assert.Equal("7", Assert.Single(deleted.Items!)["n"].N);
    }

    [Fact]
    public async Task Selects_go_through_a_partition_an_index_or_all()
    {
        var table = await TableAsync("pk", "sk:N", definition =>
        {
            definition.AttributeDefinitions = Attributes("pk", "sk:N", "color");
            definition.GlobalSecondaryIndexes = [Global("by-color", "color", "sk:N")];
        });
        for (var i = 0; i < 6; i++)
        {
            await PutAsync(table, ("pk", S(i % 2 == 0 ? "even" : "odd")), ("sk", N(i)), ("color", S(i < 3 ? "red" : "blue")), ("deep", new AttributeValue { M = Item(("n", N(i))) }));
        }

        Assert.Equal(["0", "2", "4"], await KeysAsync($"""SELECT * FROM "{table}" WHERE pk = 'even'"""));
        Assert.Equal(["4", "2", "0"], await KeysAsync($"""SELECT sk FROM "{table}" WHERE pk = 'even' ORDER BY sk DESC"""));
        Assert.Equal(["2", "4"], await KeysAsync($"""SELECT sk FROM "{table}" WHERE pk = 'even' AND sk BETWEEN 1 AND 9"""));
        Assert.Equal(["2"], await KeysAsync($"""SELECT sk FROM "{table}" WHERE pk = 'even' AND (deep.n = 2 OR color = 'green')"""));
        Assert.Equal(["5", "3", "1", "4", "2", "0"], await KeysAsync($"""SELECT sk FROM "{table}" WHERE pk IN ['even', 'odd'] ORDER BY pk DESC, sk DESC"""));
        Assert.Equal(["3", "4", "5"], await KeysAsync($"""SELECT sk FROM "{table}"."by-color" WHERE color = 'blue'"""));
        Assert.Equal(["1", "3", "5"], (await KeysAsync($"""SELECT sk FROM "{table}" WHERE contains(pk, 'd')""")).Order());
        Assert.Equal("4", Assert.Single((await RunAsync($"""SELECT deep.n FROM "{table}" WHERE pk = 'even' AND sk = 4""")).Items!)["n"].N);
        AssertInvalid("Must have WHERE clause in the statement when using ORDER BY clause.", await FailAsync($"""SELECT * FROM "{table}" ORDER BY sk"""));
        AssertInvalid("Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.", await FailAsync($"""SELECT * FROM "{table}" WHERE sk = 1 ORDER BY sk"""));
        AssertInvalid("Variable reference color in ORDER BY clause must be part of the primary key", await FailAsync($"""SELECT * FROM "{table}" WHERE pk = 'even' ORDER BY color"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" WHERE pk IN ['a', 'b', 'c'] ORDER BY sk DESC")]
    public async Task A_select_goes_on_where_its_page_ended(string rest)
    {
        var table = await TableAsync("pk", "sk:N");
        for (var i = 0; i < 9; i++)
        {
            await PutAsync(table, ("pk", S("abc"[i % 3].ToString())), ("sk", N(i)));
        }

        var seen = new List<string>();
        string? token = null;
        do
        {
            var page = await Dynamo.ExecuteStatementAsync(new ExecuteStatementInput { Statement = $"SELECT * FROM \"{table}\"{rest}", Limit = 2, NextToken = token });
            Assert.Null(page.Error);
            Assert.InRange(page.Value.Items!.Count, 0, 2);
            Assert.Equal(page.Value.NextToken is null, page.Value.LastEvaluatedKey is null);
            seen.AddRange(page.Value.Items.Select(item => item["sk"].N!));
            token = page.Value.NextToken;
        }
        while (token is not null);

        Assert.Equal(9, seen.Count);
        Assert.Equal(9, seen.Distinct().Count());
        AssertInvalid("Invalid NextToken", (await Dynamo.ExecuteStatementAsync(new ExecuteStatementInput { Statement = $"SELECT * FROM \"{table}\"{rest}", NextToken = "made-up" })).Error);
    }

    [Fact]
    public async Task A_batch_answers_each_statement_for_itself()
    {
        var table = await TableAsync();
        await PutAsync(table, ("pk", S("a")), ("n", N(1)));

        var reads = (await Dynamo.BatchExecuteStatementAsync(new BatchExecuteStatementInput
        {
            Statements =
            [
                new BatchStatementRequest { Statement = $"""SELECT * FROM "{table}" WHERE pk = ?""", Parameters = [S("a")] },
                new BatchStatementRequest { Statement = $"""SELECT * FROM "{table}" WHERE pk = 'b'""" },
                new BatchStatementRequest { Statement = $"""SELECT * FROM "{table}" WHERE n = 1""" },
                new BatchStatementRequest { Statement = "SELECT nonsense" },
            ],
        })).Value.Responses!;
        var writes = (await Dynamo.BatchExecuteStatementAsync(new BatchExecuteStatementInput
        {
            Statements =
            [
                new BatchStatementRequest { Statement = $$"""INSERT INTO "{{table}}" VALUE {'pk': 'a'}""" },
                new BatchStatementRequest { Statement = $$"""INSERT INTO "{{table}}" VALUE {'pk': 'c'}""" },
            ],
        })).Value.Responses!;
        var mixed = await Dynamo.BatchExecuteStatementAsync(new BatchExecuteStatementInput
        {
            Statements =
            [
                new BatchStatementRequest { Statement = $"""SELECT * FROM "{table}" WHERE pk = 'a'""" },
                new BatchStatementRequest { Statement = $"""DELETE FROM "{table}" WHERE pk = 'a'""" },
            ],
        });

        Assert.Equal("1", reads[0].Item!["n"].N);
        Assert.Null(reads[1].Item ?? reads[2].Item);
        Assert.Equal([null, null, "ValidationError", "ValidationError"], reads.Select(read => read.Error?.Code));
        Assert.Equal(["DuplicateItem", null], writes.Select(write => write.Error?.Code));
        AssertInvalid("Batch can either be all reads or all writes, not a mix of both.", mixed.Error);
        Assert.NotNull(await GetAsync(table, ("pk", S("c"))));
    }

    [Fact]
    public async Task A_transaction_writes_all_or_nothing()
    {
        var table = await TableAsync();
        await PutAsync(table, ("pk", S("a")), ("n", N(1)));
        await PutAsync(table, ("pk", S("c")));

        var failed = await TransactAsync($$"""INSERT INTO "{{table}}" VALUE {'pk': 'b'}""", $"""EXISTS(SELECT * FROM "{table}" WHERE pk = 'a' AND n = 2)""", $$"""INSERT INTO "{{table}}" VALUE {'pk': 'c'}""");
        Assert.Equal("TransactionCanceledException", failed.Error?.Code);
        Assert.Equal(
            ["None", "ConditionalCheckFailed", "DuplicateItem"],
            ((TransactionCanceledException)failed.Error!.Detail!).CancellationReasons!.Select(reason => reason.Code));
        Assert.Null(await GetAsync(table, ("pk", S("b"))));

        var done = await TransactAsync($$"""INSERT INTO "{{table}}" VALUE {'pk': 'b'}""", $"""EXISTS(SELECT * FROM "{table}" WHERE pk = 'a' AND n = 1)""");
        Assert.Null(done.Error);
        Assert.NotNull(await GetAsync(table, ("pk", S("b"))));

        var read = await TransactAsync($"""SELECT * FROM "{table}" WHERE pk = 'a'""", $"""SELECT * FROM "{table}" WHERE pk = 'z'""");
        Assert.Equal(["1", null], read.Value.Responses!.Select(response => response.Item?["n"].N));
        AssertInvalid("Transaction can either be all reads or all writes, not a mix of both.", (await TransactAsync($"""SELECT * FROM "{table}" WHERE pk = 'a'""", $"""DELETE FROM "{table}" WHERE pk = 'a'""")).Error);
    }

    private async Task<ExecuteStatementOutput> RunAsync(string statement)
    {
        await Cloud.RestartAsync();
        var answer = await Dynamo.ExecuteStatementAsync(new ExecuteStatementInput { Statement = statement });
        Assert.Null(answer.Error);
        return answer.Value;
    }

    private async Task<AwsError?> FailAsync(string statement) => (await Dynamo.ExecuteStatementAsync(new ExecuteStatementInput { Statement = statement })).Error;

    private async Task<IReadOnlyList<string>> KeysAsync(string statement) => [.. (await RunAsync(statement)).Items!.Select(item => item["sk"].N!)];

    private ValueTask<Outcome<ExecuteTransactionOutput>> TransactAsync(params string[] statements) => Dynamo.ExecuteTransactionAsync(
        new ExecuteTransactionInput { TransactStatements = [.. statements.Select(statement => new ParameterizedStatement { Statement = statement })] });
}
