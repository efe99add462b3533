namespace Unkai.S3.Selecting;

/// <summary>Changes the nodes of an expression from the leaves up.</summary>
internal static class SqlRewriting
{
    internal static SqlExpression Each(SqlExpression expression, Func<SqlExpression, SqlExpression> change)
    {
        SqlExpression Go(SqlExpression node) => Each(node, change);
        return change(expression switch
        {
            SqlUnary unary => unary with { Operand = Go(unary.Operand) },
            SqlBinary binary => binary with { Left = Go(binary.Left), Right = Go(binary.Right) },
            SqlIs test => test with { Operand = Go(test.Operand) },
            SqlIn choice => choice with { Operand = Go(choice.Operand), Choices = [.. choice.Choices.Select(Go)] },
            SqlLike like => like with { Operand = Go(like.Operand), Pattern = Go(like.Pattern), Escape = like.Escape is null ? null : Go(like.Escape) },
            SqlCase branches => branches with
            {
                Subject = branches.Subject is null ? null : Go(branches.Subject),
                Branches = [.. branches.Branches.Select(branch => (Go(branch.When), Go(branch.Then)))],
                Else = branches.Else is null ? null : Go(branches.Else),
            },
            SqlCast cast => cast with { Operand = Go(cast.Operand) },
            SqlCall call => call with { Arguments = [.. call.Arguments.Select(Go)] },
            SqlAggregate aggregate => aggregate with { Operand = aggregate.Operand is null ? null : Go(aggregate.Operand) },
            _ => expression,
        });
    }
}
