using System.IO.Compression;
using System.Text.Json;
using Unkai.ContractImporter;

// dotnet run --project tools/Unkai.ContractImporter -- <botocore's data folder> <contracts folder> [service...]
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: Unkai.ContractImporter <botocore's data folder> <contracts folder> [service...]");
    return 2;
}

var (data, contracts) = (args[0], args[1]);
var services = args.Length > 2
    ? args[2..]
    : [.. Directory.GetFiles(contracts, "*.contract").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];
foreach (var service in services)
{
    var version = Directory.GetDirectories(Path.Combine(data, service)).Order(StringComparer.Ordinal).Last();
    var file = Path.Combine(version, "service-2.json.gz");
    using var model = JsonDocument.Parse(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
    var extra = Path.Combine(contracts, service + ".extra");
    try
    {
        var lines = ModelLines.Of(service, model.RootElement);
        if (File.Exists(extra))
        {
            ExtraFacts.Merge(lines, File.ReadAllText(extra));
        }

        lines.DropUnreachable();
        File.WriteAllText(Path.Combine(contracts, service + ".contract"), lines.ToText());
        Console.WriteLine($"{service}: {lines.Operations.Count} operations, {lines.Shapes.Count} shapes");
    }
    catch (InvalidDataException problem)
    {
        Console.Error.WriteLine($"{service}: {problem.Message}");
        return 1;
    }
}

return 0;
