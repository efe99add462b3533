using System.Collections;
using System.ComponentModel;

namespace Unkai.Api.Contracts;

/// <summary>Makes instances of the types that were generated for one contract. Generated code derives from it; nobody else needs it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TypeFactory
{
    /// <summary>A new structure.</summary>
    public abstract Shape NewStructure(int index);

    /// <summary>A new list whose elements are structures, lists or maps; null for the others.</summary>
    public abstract IList? NewList(int index);

    /// <summary>A new map whose values are structures, lists or maps; null for the others.</summary>
    public abstract IDictionary? NewMap(int index);
}
