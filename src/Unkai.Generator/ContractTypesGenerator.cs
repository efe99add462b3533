using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Unkai.Generator;

/// <summary>Contracts (additional files) to the types of the services that are listed, and to the catalog of all.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ContractTypesGenerator : IIncrementalGenerator
{
    private const string TypesMetadata = "build_metadata.AdditionalFiles.UnkaiTypes";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(".contract", System.StringComparison.Ordinal))
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, cancellation) =>
            {
                var (file, options) = pair;
                options.GetOptions(file).TryGetValue(TypesMetadata, out var types);
                return new ContractFile(Path.GetFileNameWithoutExtension(file.Path), types ?? "", file.GetText(cancellation)?.ToString() ?? "");
            });

        context.RegisterSourceOutput(files.Where(static file => file.Types.Length > 0), static (output, file) =>
        {
            var contract = ContractModel.Read(file);
            output.AddSource($"{file.Types}.Types.g.cs", SourceText.From(TypesWriter.Write(contract), Encoding.UTF8));
            output.AddSource($"{file.Types}.Client.g.cs", SourceText.From(ClientWriter.Write(contract), Encoding.UTF8));
        });

        var heads = files.Select(static (file, _) => ContractHead.Read(file)).Collect();
        context.RegisterSourceOutput(heads, static (output, all) =>
        {
            if (all.Length > 0)
            {
                output.AddSource("ContractCatalog.g.cs", SourceText.From(CatalogWriter.Write(all.OrderBy(h => h.Name, System.StringComparer.Ordinal)), Encoding.UTF8));
            }
        });
    }
}
