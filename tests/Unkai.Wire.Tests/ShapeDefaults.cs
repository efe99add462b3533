using System.Collections;
using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Wire.Tests;

internal static class ShapeDefaults
{
    /// <summary>Something to stand for a required member that chance left out.</summary>
    public static ShapeValue GetValueOrNew(this Shape shape, MemberContract member)
    {
        _ = shape;
        if (member.Shape is ListContract list)
        {
            IList elements = list.New();
            ShapeCollections.Add(elements, list.Element.Kind, ShapeValue.Of((object)"x"));
            return ShapeValue.Of(elements);
        }

        return ShapeValue.Of(1L);
    }
}
