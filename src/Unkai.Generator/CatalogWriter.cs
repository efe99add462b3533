using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Unkai.Generator;

/// <summary>What is known of every service before its tables are loaded.</summary>
internal static class CatalogWriter
{
    public static string Write(IEnumerable<ContractHead> heads)
    {
        var all = heads.ToList();
        var code = new StringBuilder(TypesWriter.Head).Append("namespace Unkai.Api.Contracts;\npublic static partial class ContractCatalog\n{\n");
        code.Append("    private static partial global::System.Collections.Immutable.ImmutableArray<ServiceSummary> Summaries() =>\n    [\n");
        foreach (var head in all)
        {
            var protocols = string.Join(", ", (head["protocols"] ?? "").Split(' ').Select(p => "ProtocolKind." + Names.Pascal(p)));
            code.Append("        new(").Append(Text(head.Name)).Append(", ").Append(Text(head["id"])).Append(", ").Append(Text(head["signingName"])).Append(", ")
                .Append(Text(head["endpointPrefix"])).Append(", ").Append(head["targetPrefix"] is { } target ? Text(target) : "null").Append(", ")
                .Append(Text(head["apiVersion"])).Append(", [").Append(protocols).Append("]),\n");
        }

        code.Append("    ];\n    private static partial TypeFactory? TypesOf(string name) => name switch\n    {\n");
        foreach (var head in all.Where(h => h.Types.Length > 0))
        {
            code.Append("        ").Append(Text(head.Name)).Append(" => new global::Unkai.Api.").Append(head.Types).Append('.').Append(head.Types).Append("Types(),\n");
        }

        return code.Append("        _ => null,\n    };\n}\n").ToString();
    }

    private static string Text(string? value) => TypesWriter.Literal(value ?? "");
}
