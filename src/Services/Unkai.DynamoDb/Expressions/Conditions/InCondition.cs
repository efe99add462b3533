using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary><c>operand IN (a, b, …)</c>.</summary>
internal sealed class InCondition(Operand operand, IReadOnlyList<Operand> choices) : ConditionNode
{
    internal const string Function = "IN";

    /// <remarks>Source: DynamoDB Developer Guide, Quotas, "Expression parameters".</remarks>
    internal const int ChoicesMax = 100;

    internal Operand Operand { get; } = operand;

    internal IReadOnlyList<Operand> Choices { get; } = choices;

    internal override IEnumerable<Operand> Operands => [Operand, .. Choices];

    internal override string? Check(Placeholders placeholders) =>
        Operand.Check(placeholders) ?? OperandRules.CheckAll(Choices, placeholders)
        ?? (Choices.Count > ChoicesMax ? ExpressionErrors.OperandCount(Function, Choices.Count + 1) : null);

    internal override bool Holds(MapValue item, Placeholders placeholders)
    {
        if (Operand.Of(item, placeholders) is not { } value)
        {
            return false;
        }

        foreach (var choice in Choices)
        {
            if (value.Equals(choice.Of(item, placeholders)))
            {
                return true;
            }
        }

        return false;
    }
}
