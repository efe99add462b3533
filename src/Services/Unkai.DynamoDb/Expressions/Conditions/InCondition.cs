using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary><c>operand IN (a, b, …)</c>.</summary>
internal sealed class InCondition(Operand operand, IReadOnlyList<Operand> choices) : ConditionNode
{
    internal const string Function = "IN";

    /// <remarks>Source: DynamoDB Developer Guide, Quotas, "Expression parameters".</remarks>
    internal const int ChoicesMax = 100;

    internal override string? Check(Placeholders placeholders) =>
        operand.Check(placeholders) ?? OperandRules.CheckAll(choices, placeholders)
        ?? (choices.Count > ChoicesMax ? ExpressionErrors.OperandCount(Function, choices.Count + 1) : null);

    internal override bool Holds(MapValue item, Placeholders placeholders)
    {
        if (operand.Of(item, placeholders) is not { } value)
        {
            return false;
        }

        foreach (var choice in choices)
        {
            if (value.Equals(choice.Of(item, placeholders)))
            {
                return true;
            }
        }

        return false;
    }
}
