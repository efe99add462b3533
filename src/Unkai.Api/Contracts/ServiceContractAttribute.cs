namespace Unkai.Api.Contracts;

/// <summary>Names the contract whose operations an assembly carries out: <c>[assembly: ServiceContract("sqs")]</c>.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ServiceContractAttribute(string name) : Attribute
{
    /// <summary>The contract's file name.</summary>
    public string Name { get; } = name;
}
