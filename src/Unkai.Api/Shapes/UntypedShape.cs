using Unkai.Api.Contracts;

namespace Unkai.Api;

/// <summary>A shape of a contract that no types are generated for; its members are reached by slot or name.</summary>
public sealed class UntypedShape(StructureContract contract) : Shape
{
    /// <inheritdoc />
    public override StructureContract Contract { get; } = contract;
}
