using Unkai.Api.Validation;

namespace Unkai.Api.Contracts;

/// <summary>One shape of a contract.</summary>
public abstract class ShapeContract
{
    private protected ShapeContract(ServiceContract service, string name, ShapeKind kind)
    {
        Service = service;
        Name = name;
        Kind = kind;
    }

    /// <summary>The contract that the shape belongs to.</summary>
    public ServiceContract Service { get; }

    /// <summary>AWS's name of the shape.</summary>
    public string Name { get; }

    /// <summary>What the shape is.</summary>
    public ShapeKind Kind { get; }

    /// <summary>Whether its value may not appear in a log.</summary>
    public bool IsSensitive { get; internal set; }

    /// <summary>The least length (strings, blobs, lists, maps) or value (numbers); null when there is none.</summary>
    public double? Min { get; internal set; }

    /// <summary>The greatest length or value; null when there is none.</summary>
    public double? Max { get; internal set; }

    /// <summary>Kept by <see cref="ConstraintTable"/>.</summary>
    internal Validity Validity { get; set; }

    /// <inheritdoc />
    public override string ToString() => $"{Service.Name}#{Name}";
}
