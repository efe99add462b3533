using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Unkai.Generator;

/// <summary>A contract that an assembly implements: its operations with the types of their requests and responses, read off the typed client.</summary>
internal sealed class ContractOperations : IEquatable<ContractOperations>
{
    private readonly string _identity;

    private ContractOperations(string name, string typeName, string rootNamespace, Dictionary<string, (string Request, string Response)> operations)
    {
        Name = name;
        TypeName = typeName;
        RootNamespace = rootNamespace;
        Operations = operations;
        _identity = typeName + rootNamespace + string.Join(",", operations.Select(o => o.Key + o.Value.Request + o.Value.Response));
    }

    /// <summary>Without its ending: <c>Sqs</c> of <c>SqsContract</c>.</summary>
    public string Name { get; }

    public string TypeName { get; }

    public string RootNamespace { get; }

    public Dictionary<string, (string Request, string Response)> Operations { get; }

    /// <summary>Those that the assembly names in <paramref name="attribute"/>, in that order.</summary>
    public static IEnumerable<ContractOperations> Of(Compilation compilation, string attribute) =>
        from named in compilation.Assembly.GetAttributes()
        where named.AttributeClass?.ToDisplayString() == attribute
        let contract = named.ConstructorArguments.FirstOrDefault().Value as INamedTypeSymbol
        where contract is not null
        select Read(contract, compilation.AssemblyName ?? "Unkai");

    private static ContractOperations Read(INamedTypeSymbol contract, string rootNamespace)
    {
        const string ContractSuffix = "Contract";
        var name = contract.Name.Substring(0, contract.Name.Length - ContractSuffix.Length);
        var clientName = name + "Client";
        var operations = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var method in contract.ContainingNamespace.GetTypeMembers(clientName).SelectMany(c => c.GetMembers()).OfType<IMethodSymbol>())
        {
            const string MethodSuffix = "Async";
            if (method.Parameters.Length == 1
                && method.Name.EndsWith(MethodSuffix, StringComparison.Ordinal)
                && method.ReturnType is INamedTypeSymbol { Arity: 1 } task
                && task.TypeArguments[0] is INamedTypeSymbol { Arity: 1 } outcome)
            {
                operations[method.Name.Substring(0, method.Name.Length - MethodSuffix.Length)] = (
                    method.Parameters[0].Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
                    outcome.TypeArguments[0].ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat));
            }
        }

        return new ContractOperations(name, contract.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), rootNamespace, operations);
    }

    public bool Equals(ContractOperations? other) => other is not null && _identity == other._identity;

    public override bool Equals(object? obj) => Equals(obj as ContractOperations);

    public override int GetHashCode() => _identity.GetHashCode();
}
