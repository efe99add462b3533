using Unkai.Api;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Expressions.Updates;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>What a statement does to one item of its table.</summary>
internal static class StatementChange
{
    /// <param name="request">INSERT, UPDATE, DELETE or EXISTS.</param>
    /// <param name="table">Its table.</param>
    internal static Outcome<ItemChange> Of(StatementRequest request, TableRecord table) => request.Statement switch
    {
        InsertStatement insert => Insert(insert),
        UpdateStatement update => Update(update, table, request.OnFailure),
        DeleteStatement delete => Keyed(ChangeKind.Delete, delete.Where, table, request.OnFailure, isMissingFine: true),
        ExistsStatement exists => Keyed(ChangeKind.Check, exists.Where, table, request.OnFailure, isMissingFine: false),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request.Statement.GetType().Name, "No change."),
    };

    /// <summary>The key that a condition names whole; null when it does not.</summary>
    internal static MapValue? KeyOf(ConditionNode? where, TableRecord table)
    {
        var key = new Dictionary<string, Value>();
        foreach (var part in table.Key.Parts)
        {
            if (KeyEqualities.Find(where, part.Name) is not { } value)
            {
                return null;
            }

            key[part.Name] = value;
        }

        return new MapValue(key);
    }

    private static ItemChange Insert(InsertStatement insert) => new()
    {
        Kind = ChangeKind.Put,
        Given = insert.Item,
        Condition = static item => item is null,
        Failure = PartiQlErrors.DuplicateItem,
    };

    private static Outcome<ItemChange> Update(UpdateStatement update, TableRecord table, string? onFailure)
    {
        var bound = ItemUpdate.Of(update.Actions, Placeholders.None);
        if (bound.IsError)
        {
            return bound.Error;
        }

        return Keyed(ChangeKind.Update, update.Where, table, onFailure, isMissingFine: false, UpdateBinding.Of(bound.Value));
    }

    private static Outcome<ItemChange> Keyed(
        ChangeKind kind, ConditionNode? where, TableRecord table, string? onFailure, bool isMissingFine, Func<MapValue?, MapValue, Outcome<UpdatedItem>>? update = null)
    {
        if (KeyOf(where, table) is not { } key)
        {
            return PartiQlErrors.NoKey;
        }

        return where!.Check(Placeholders.None) is { } problem ? ValueErrors.Validation(problem) : new ItemChange
        {
            Kind = kind,
            Given = key,
            Condition = item => item is null ? isMissingFine : where.Holds(item, Placeholders.None),
            Update = update,
            OnFailure = onFailure,
        };
    }
}
