using System.Collections;

namespace Unkai.Api.Contracts;

/// <summary>A map from strings.</summary>
public sealed class MapContract : ShapeContract
{
    internal MapContract(ServiceContract service, string name, int index)
        : base(service, name, ShapeKind.Map) => Index = index;

    /// <summary>The map's number among the maps of its contract.</summary>
    public int Index { get; }

    /// <summary>What a key is; always a string.</summary>
    public MemberContract Key { get; internal set; } = null!;

    /// <summary>What a value is.</summary>
    public MemberContract Value { get; internal set; } = null!;

    /// <summary>Whether XML and Query have no element around the map's entries.</summary>
    public bool IsFlattened { get; internal set; }

    /// <summary>Reads a member of this shape from JSON without making the map; null where no service has such a reader.</summary>
    public DeferredReader? DeferredReader { get; internal set; }

    /// <summary>An empty <see cref="Dictionary{TKey, TValue}"/> of the value's type; of <see cref="UntypedShape"/> or <see cref="object"/> where there are no generated types.</summary>
    public IDictionary New() => Value.Shape.Kind switch
    {
        ShapeKind.String => new Dictionary<string, string>(),
        ShapeKind.Blob => new Dictionary<string, ReadOnlyMemory<byte>>(),
        ShapeKind.Boolean => new Dictionary<string, bool>(),
        ShapeKind.Integer => new Dictionary<string, int>(),
        ShapeKind.Long => new Dictionary<string, long>(),
        ShapeKind.Float => new Dictionary<string, float>(),
        ShapeKind.Double => new Dictionary<string, double>(),
        ShapeKind.Timestamp => new Dictionary<string, DateTimeOffset>(),
        ShapeKind.Document => new Dictionary<string, Document>(),
        _ => Service.Types?.NewMap(Index)
            ?? (Value.Shape.Kind == ShapeKind.Structure ? new Dictionary<string, UntypedShape>() : new Dictionary<string, object>()),
    };
}
