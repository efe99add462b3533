namespace Unkai.Api.Contracts;

/// <summary>Says whose operations an assembly carries out: <c>[assembly: Implements(typeof(SqsContract))]</c>. The generator binds its operation classes, <c>OperationBindings.CreateSqs()</c>.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ImplementsAttribute(Type contract) : Attribute
{
    /// <summary>The generated class that holds the contract: <c>SqsContract</c>.</summary>
    public Type Contract { get; } = contract;
}
