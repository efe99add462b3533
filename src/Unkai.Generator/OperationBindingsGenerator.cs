using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Unkai.Generator;

/// <summary>
/// In an assembly that says <c>[assembly: Implements(typeof(SqsContract))]</c>: binds each class that implements IOperation to the
/// operation that it is named after, and refuses one that names none or has the wrong request or response. An assembly may carry out several contracts.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class OperationBindingsGenerator : IIncrementalGenerator
{
    private const string Attribute = "Unkai.Api.Contracts.ImplementsAttribute";
    private const string Interface = "IOperation";
    private const string InterfaceNamespace = "Unkai.Cloud";

    private static readonly DiagnosticDescriptor s_noSuchOperation = new(
        "UNK001", "No such operation", "'{0}' implements IOperation but {1} has no operation of that name", "Unkai", DiagnosticSeverity.Error, true);

    private static readonly DiagnosticDescriptor s_wrongTypes = new(
        "UNK002", "Wrong request or response", "'{0}' must implement IOperation<{1}, {2}>, as the contract says", "Unkai", DiagnosticSeverity.Error, true);

    private static readonly DiagnosticDescriptor s_noConstructor = new(
        "UNK003", "No constructor", "'{0}' needs a constructor without parameters: operations get everything from their call", "Unkai", DiagnosticSeverity.Error, true);

    private static readonly DiagnosticDescriptor s_twice = new(
        "UNK004", "Operation bound twice", "There is more than one class for the operation '{0}'", "Unkai", DiagnosticSeverity.Error, true);

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var classes = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { BaseList: not null },
                static (syntax, cancellation) => Operation(syntax, cancellation))
            .Where(static operation => operation is not null)
            .Collect();

        var contracts = context.CompilationProvider.SelectMany(static (compilation, _) => ContractOperations.Of(compilation, Attribute)).Collect();

        context.RegisterSourceOutput(contracts.Combine(classes), static (output, pair) =>
        {
            if (!pair.Left.IsEmpty)
            {
                Write(output, pair.Left, pair.Right!);
            }
        });
    }

    private static OperationClass? Operation(GeneratorSyntaxContext syntax, CancellationToken cancellation)
    {
        if (syntax.SemanticModel.GetDeclaredSymbol(syntax.Node, cancellation) is not INamedTypeSymbol { IsAbstract: false } type)
        {
            return null;
        }

        var implemented = type.AllInterfaces.FirstOrDefault(i =>
            i.Name == Interface && i.Arity == 2 && i.ContainingNamespace.ToDisplayString() == InterfaceNamespace);
        if (implemented is null)
        {
            return null;
        }

        return new OperationClass(
            type.Name,
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            implemented.TypeArguments[0].ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            implemented.TypeArguments[1].ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            type.InstanceConstructors.Any(c => c.Parameters.Length == 0),
            LocationOf(((ClassDeclarationSyntax)syntax.Node).Identifier));
    }

    private static (string Path, TextSpan Span, LinePositionSpan Lines) LocationOf(SyntaxToken identifier)
    {
        var location = identifier.GetLocation();
        return (location.SourceTree!.FilePath, location.SourceSpan, location.GetLineSpan().Span);
    }

    private static void Write(SourceProductionContext output, ImmutableArray<ContractOperations> contracts, ImmutableArray<OperationClass> classes)
    {
        var code = new StringBuilder(TypesWriter.Head)
            .Append("namespace ").Append(contracts[0].RootNamespace).Append(";\n")
            .Append("/// <summary>The operation classes of this assembly, bound to their contract.</summary>\n")
            .Append("internal static class OperationBindings\n{\n");
        var ordered = classes.OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.TypeName, StringComparer.Ordinal).ToLookup(c => ContractOf(c, contracts));
        foreach (var contract in contracts)
        {
            Write(output, code, contract, ordered[contract]);
        }

        code.Append("}\n");
        output.AddSource("OperationBindings.g.cs", SourceText.From(code.ToString(), Encoding.UTF8));
    }

    /// <summary>The contract that has the operation with this request; else one that has an operation of that name, else the first, which say what is wrong.</summary>
    private static ContractOperations ContractOf(OperationClass operation, ImmutableArray<ContractOperations> contracts) =>
        contracts.FirstOrDefault(c => c.Operations.TryGetValue(operation.Name, out var types) && types.Request == operation.Request)
        ?? contracts.FirstOrDefault(c => c.Operations.ContainsKey(operation.Name))
        ?? contracts[0];

    private static void Write(SourceProductionContext output, StringBuilder code, ContractOperations contract, IEnumerable<OperationClass> classes)
    {
        var bound = new HashSet<string>(StringComparer.Ordinal);
        code.Append("    /// <summary>Those of ").Append(contract.Name).Append(" by operation index; null where this assembly has no class.</summary>\n")
            .Append("    public static global::Unkai.Cloud.OperationHandler?[] Create").Append(contract.Name).Append("()\n    {\n")
            .Append("        var handlers = new global::Unkai.Cloud.OperationHandler?[").Append(contract.TypeName).Append(".Contract.Operations.Length];\n");
        foreach (var operation in classes)
        {
            var location = Location.Create(operation.Location.Path, operation.Location.Span, operation.Location.Lines);
            if (!contract.Operations.TryGetValue(operation.Name, out var types))
            {
                output.ReportDiagnostic(Diagnostic.Create(s_noSuchOperation, location, operation.Name, contract.TypeName.Replace("global::", "")));
            }
            else if (operation.Request != types.Request || operation.Response != types.Response)
            {
                output.ReportDiagnostic(Diagnostic.Create(s_wrongTypes, location, operation.Name, Simple(types.Request), Simple(types.Response)));
            }
            else if (!operation.HasConstructor)
            {
                output.ReportDiagnostic(Diagnostic.Create(s_noConstructor, location, operation.Name));
            }
            else if (!bound.Add(operation.Name))
            {
                output.ReportDiagnostic(Diagnostic.Create(s_twice, location, operation.Name));
            }
            else
            {
                var property = contract.TypeName + "." + operation.Name;
                code.Append("        handlers[").Append(property).Append(".Index] = new global::Unkai.Cloud.OperationHandler<")
                    .Append(operation.Request).Append(", ").Append(operation.Response).Append(">(").Append(property)
                    .Append(", new ").Append(operation.TypeName).Append("());\n");
            }
        }

        code.Append("        return handlers;\n    }\n");
    }

    private static string Simple(string type) => type.Substring(type.LastIndexOf('.') + 1);
}
