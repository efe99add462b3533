using System.Collections;

namespace Unkai.Api.Contracts;

/// <summary>A list.</summary>
public sealed class ListContract : ShapeContract
{
    internal ListContract(ServiceContract service, string name, int index)
        : base(service, name, ShapeKind.List) => Index = index;

    /// <summary>The list's number among the lists of its contract.</summary>
    public int Index { get; }

    /// <summary>What an element is.</summary>
    public MemberContract Element { get; internal set; } = null!;

    /// <summary>Whether XML and Query have no element around the list's elements.</summary>
    public bool IsFlattened { get; internal set; }

    /// <summary>An empty <see cref="List{T}"/> of the element's type; of <see cref="UntypedShape"/> or <see cref="object"/> where there are no generated types.</summary>
    public IList New() => Element.Shape.Kind switch
    {
        ShapeKind.String => new List<string>(),
        ShapeKind.Blob => new List<ReadOnlyMemory<byte>>(),
        ShapeKind.Boolean => new List<bool>(),
        ShapeKind.Integer => new List<int>(),
        ShapeKind.Long => new List<long>(),
        ShapeKind.Float => new List<float>(),
        ShapeKind.Double => new List<double>(),
        ShapeKind.Timestamp => new List<DateTimeOffset>(),
        ShapeKind.Document => new List<Document>(),
        _ => Service.Types?.NewList(Index)
            ?? (Element.Shape.Kind == ShapeKind.Structure ? new List<UntypedShape>() : new List<object>()),
    };
}
