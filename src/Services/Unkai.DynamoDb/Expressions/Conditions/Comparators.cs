using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary>What comparators are called and mean.</summary>
internal static class Comparators
{
    internal static Comparator? Parse(string symbol) => symbol switch
    {
        "=" => Comparator.Equal,
        "<>" => Comparator.NotEqual,
        "<" => Comparator.Less,
        "<=" => Comparator.LessOrEqual,
        ">" => Comparator.Greater,
        ">=" => Comparator.GreaterOrEqual,
        _ => null,
    };

    internal static string Symbol(Comparator comparator) => comparator switch
    {
        Comparator.Equal => "=",
        Comparator.NotEqual => "<>",
        Comparator.Less => "<",
        Comparator.LessOrEqual => "<=",
        Comparator.Greater => ">",
        Comparator.GreaterOrEqual => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(comparator), comparator, "No such comparator."),
    };

    /// <summary>The comparator that says the same with its operands exchanged.</summary>
    internal static Comparator Mirrored(Comparator comparator) => comparator switch
    {
        Comparator.Less => Comparator.Greater,
        Comparator.LessOrEqual => Comparator.GreaterOrEqual,
        Comparator.Greater => Comparator.Less,
        Comparator.GreaterOrEqual => Comparator.LessOrEqual,
        _ => comparator,
    };

    /// <summary>Whether it holds; an operand that is null is missing, which differs from everything and has no order.</summary>
    internal static bool Holds(Comparator comparator, Value? left, Value? right) => comparator switch
    {
        Comparator.Equal => left is not null && left.Equals(right),
        Comparator.NotEqual => left is null || !left.Equals(right),
        Comparator.Less => Order(left, right) < 0,
        Comparator.LessOrEqual => Order(left, right) <= 0,
        Comparator.Greater => Order(left, right) > 0,
        Comparator.GreaterOrEqual => Order(left, right) >= 0,
        _ => throw new ArgumentOutOfRangeException(nameof(comparator), comparator, "No such comparator."),
    };

    private static int? Order(Value? left, Value? right) => left is null || right is null ? null : left.CompareTo(right);
}
