using System.Collections.Immutable;
using Unkai.Api.Contracts;

namespace Unkai.Api.Validation;

/// <summary>Which shapes have a constraint somewhere in them; the others are not walked.</summary>
internal static class ConstraintTable
{
    /// <summary>Whether a value of this shape may break a constraint. Worked out for a whole contract at its first call.</summary>
    public static bool MayFail(ShapeContract shape)
    {
        if (shape.Validity == Validity.Unknown)
        {
            var free = FreeOf(shape.Service);
            foreach (var each in shape.Service.Shapes)
            {
                each.Validity = (each is ScalarContract ? !HasOwn(each) : free.Contains(each)) ? Validity.AlwaysValid : Validity.MayFail;
            }
        }

        return shape.Validity != Validity.AlwaysValid;
    }

    private static bool HasOwn(ShapeContract shape) =>
        shape.Min is not null || shape.Max is not null || shape is ScalarContract { Pattern: not null } or ScalarContract { EnumValues.Length: > 0 };

    /// <summary>All composite shapes from which no constraint is reached: a fixed point, since shapes may hold themselves.</summary>
    private static HashSet<ShapeContract> FreeOf(ServiceContract service)
    {
        var free = service.Shapes.Where(static s => s is not ScalarContract && !HasOwn(s)).ToHashSet();
        while (free.RemoveWhere(shape => Parts(shape).Any(m => m.Shape is ScalarContract scalar ? HasOwn(scalar) : !free.Contains(m.Shape))
            || (shape is StructureContract structure && structure.Members.Any(static m => m.IsRequired))) > 0)
        {
        }

        return free;
    }

    private static ImmutableArray<MemberContract> Parts(ShapeContract shape) => shape switch
    {
        StructureContract structure => structure.Members,
        ListContract list => [list.Element],
        MapContract map => [map.Key, map.Value],
        _ => [],
    };
}
