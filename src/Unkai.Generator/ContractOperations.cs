using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Unkai.Generator;

/// <summary>The contract that an assembly implements: its operations with the types of their requests and responses, read off the typed client.</summary>
internal sealed class ContractOperations : IEquatable<ContractOperations>
{
    private readonly string _identity;

    private ContractOperations(string typeName, string rootNamespace, Dictionary<string, (string Request, string Response)> operations)
    {
        TypeName = typeName;
        RootNamespace = rootNamespace;
        Operations = operations;
        _identity = typeName + rootNamespace + string.Join(",", operations.Select(o => o.Key + o.Value.Request + o.Value.Response));
    }

    public string TypeName { get; }

    public string RootNamespace { get; }

    public Dictionary<string, (string Request, string Response)> Operations { get; }

    public static ContractOperations? Of(Compilation compilation, string attribute)
    {
        var named = compilation.Assembly.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == attribute);
        if (named?.ConstructorArguments.FirstOrDefault().Value is not INamedTypeSymbol contract)
        {
            return null;
        }

        const string ContractSuffix = "Contract";
        var clientName = contract.Name.Substring(0, contract.Name.Length - ContractSuffix.Length) + "Client";
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

        return new ContractOperations(
            contract.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), compilation.AssemblyName ?? "Unkai", operations);
    }

    public bool Equals(ContractOperations? other) => other is not null && _identity == other._identity;

    public override bool Equals(object? obj) => Equals(obj as ContractOperations);

    public override int GetHashCode() => _identity.GetHashCode();
}
