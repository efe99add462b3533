using Unkai.Api;

namespace Unkai.DynamoDb.Legacy;

/// <summary>A request speaks in expressions or in the parameters that were before them, never in both.</summary>
internal static class ParameterStyle
{
    /// <param name="request">The request.</param>
    /// <param name="legacy">The names of its members from before expressions, in the order in which AWS lists them.</param>
    /// <param name="expressions">The names of its expressions.</param>
    internal static AwsError? Check(Shape request, IReadOnlyList<string> legacy, IReadOnlyList<string> expressions)
    {
        var old = Given(request, legacy);
        if (old.Count == 0)
        {
            return null;
        }

        var used = Given(request, expressions);
        return used.Count == 0 ? null : LegacyErrors.Mixed(old, used);
    }

    private static List<string> Given(Shape request, IReadOnlyList<string> names)
    {
        var given = new List<string>();
        var members = request.Contract.Members;
        foreach (var name in names)
        {
            foreach (var member in members)
            {
                if (member.Name == name && request.Has(member.Slot))
                {
                    given.Add(name);
                }
            }
        }

        return given;
    }
}
