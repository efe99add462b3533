using Unkai.Api;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Updates;

/// <summary>What an update does at one path.</summary>
internal abstract class UpdateAction(DocumentPath path)
{
    internal DocumentPath Path { get; } = path;

    /// <summary>What is wrong with it in this request; null when nothing is. Marks its placeholders as used.</summary>
    internal abstract string? Check(Placeholders placeholders);

    /// <summary>What stands at the path afterwards; null for nothing.</summary>
    /// <param name="current">What stands there before; null for nothing.</param>
    /// <param name="item">The item before the update.</param>
    /// <param name="placeholders">The request's.</param>
    internal abstract Outcome<Value?> Apply(Value? current, MapValue item, Placeholders placeholders);
}
