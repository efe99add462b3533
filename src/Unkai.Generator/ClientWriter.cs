using System.Text;

namespace Unkai.Generator;

/// <summary>The operation table by name, and the typed client.</summary>
internal static class ClientWriter
{
    public static string Write(ContractModel contract)
    {
        var types = contract.File.Types;
        var code = new StringBuilder(TypesWriter.Head).Append("namespace Unkai.Api.").Append(types).Append(";\n");
        code.Append("/// <summary>The contract of ").Append(contract.File.Name).Append(" and its operations.</summary>\n");
        code.Append("public static class ").Append(types).Append("Contract\n{\n");
        code.Append("    public static global::Unkai.Api.Contracts.ServiceContract Contract { get; } = global::Unkai.Api.Contracts.ContractCatalog.Get(\"").Append(contract.File.Name).Append("\");\n");
        for (var i = 0; i < contract.Operations.Count; i++)
        {
            code.Append("    public static global::Unkai.Api.Contracts.OperationContract ").Append(contract.Operations[i].Name)
                .Append(" => Contract.Operations[").Append(i).Append("];\n");
        }

        code.Append("}\n");
        code.Append("/// <summary>Calls ").Append(contract.File.Name).Append(" through <paramref name=\"invoker\"/>.</summary>\n");
        code.Append("public readonly struct ").Append(types).Append("Client(global::Unkai.Api.IOperationInvoker invoker)\n{\n");
        foreach (var (name, input, output, _) in contract.Operations)
        {
            code.Append("    public global::System.Threading.Tasks.ValueTask<global::Unkai.Api.Outcome<").Append(contract.StructureType(output)).Append(">> ")
                .Append(name).Append("Async(").Append(contract.StructureType(input)).Append(" request) => global::Unkai.Api.ClientCall.InvokeAsync<")
                .Append(contract.StructureType(output)).Append(">(invoker, ").Append(types).Append("Contract.").Append(name).Append(", request);\n");
        }

        code.Append("}\n");
        code.Append("public static class ").Append(types).Append("Invoker\n{\n    extension(global::Unkai.Api.IOperationInvoker invoker)\n    {\n")
            .Append("        /// <summary>The typed client of ").Append(contract.File.Name).Append(".</summary>\n")
            .Append("        public ").Append(types).Append("Client ").Append(types).Append(" => new(invoker);\n    }\n}\n");
        return code.ToString();
    }
}
