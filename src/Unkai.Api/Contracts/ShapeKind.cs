namespace Unkai.Api.Contracts;

#pragma warning disable CA1720 // The names are AWS's own.
/// <summary>What a shape is, and so how its value lies in a slot.</summary>
public enum ShapeKind
{
    /// <summary>A <see cref="Shape"/>.</summary>
    Structure,

    /// <summary>A <see cref="List{T}"/>.</summary>
    List,

    /// <summary>A <see cref="Dictionary{TKey, TValue}"/> with string keys.</summary>
    Map,

    /// <summary>A string, enumerations included.</summary>
    String,

    /// <summary>Bytes; or a <see cref="Payload"/> where the member streams.</summary>
    Blob,

    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>A 32-bit integer.</summary>
    Integer,

    /// <summary>A 64-bit integer.</summary>
    Long,

    /// <summary>A single-precision number.</summary>
    Float,

    /// <summary>A double-precision number.</summary>
    Double,

    /// <summary>A point in time.</summary>
    Timestamp,

    /// <summary>A JSON value without a model.</summary>
    Document,
}
#pragma warning restore CA1720
