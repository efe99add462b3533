using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>What a condition says of single attributes wherever it holds: the parts that AND joins.</summary>
internal static class KeyEqualities
{
    internal static IEnumerable<ConditionNode> Conjuncts(ConditionNode? where) => where switch
    {
        null => [],
        AndCondition and => Conjuncts(and.Left).Concat(Conjuncts(and.Right)),
        _ => [where],
    };

    /// <summary>The value that the attribute has to have; null where the condition leaves it open.</summary>
    internal static Value? Find(ConditionNode? where, string name) => Conjuncts(where).Select(part => ValueOf(part, name)).FirstOrDefault(value => value is not null);

    /// <summary>The values of which the attribute has to have one; null where the condition leaves it open.</summary>
    internal static IReadOnlyList<Value>? FindAny(ConditionNode? where, string name)
    {
        if (Find(where, name) is { } value)
        {
            return [value];
        }

        foreach (var part in Conjuncts(where))
        {
            if (part is InCondition { Operand: PathOperand { Path: var path }, Choices: var choices } && IsAttribute(path, name) && choices.All(choice => choice is ConstantOperand))
            {
                return [.. choices.Cast<ConstantOperand>().Select(choice => choice.Value).Distinct()];
            }
        }

        return null;
    }

    private static Value? ValueOf(ConditionNode part, string name) => part switch
    {
        Comparison { Comparator: Comparator.Equal, Left: PathOperand { Path: var path }, Right: ConstantOperand { Value: var value } } when IsAttribute(path, name) => value,
        Comparison { Comparator: Comparator.Equal, Left: ConstantOperand { Value: var value }, Right: PathOperand { Path: var path } } when IsAttribute(path, name) => value,
        _ => null,
    };

    private static bool IsAttribute(DocumentPath path, string name) => path.IsTopLevel && path.AttributeName(Placeholders.None) == name;
}
