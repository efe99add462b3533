using Unkai.Cloud;

namespace Unkai.DynamoDb.Items;

/// <summary>Who writes, and when.</summary>
/// <param name="Now">The world's time.</param>
/// <param name="Random">Where the ids of changes come from.</param>
/// <param name="IsByService">Whether time to live removes the item, and no caller.</param>
/// <param name="UnitFactor">2 in a transaction.</param>
internal readonly record struct WriteOrigin(DateTimeOffset Now, IRandomSource Random, bool IsByService = false, int UnitFactor = 1)
{
    /// <summary>Whether the change comes from another region's replica, which is not told again.</summary>
    internal bool IsReplicated { get; init; }

    /// <summary>The call that writes; null: a job.</summary>
    internal Call? Call { get; init; }

    internal static WriteOrigin Of(Call call, int unitFactor = 1) => new(call.Clock.GetUtcNow(), call.Random, UnitFactor: unitFactor) { Call = call };
}
