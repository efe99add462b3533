using System.Xml.Linq;

namespace Unkai.Tidy.Tests;

/// <summary>DESIGN.md's table: who may know whom.</summary>
public sealed class DependencyTests
{
    private const string Services = "src/Services/";

    private static readonly string[] s_service = ["Unkai.Cloud", "Unkai.Api", "Unkai.Store"];

    /// <summary>What the services that run functions and containers may know besides.</summary>
    private static readonly string[] s_computing = ["Unkai.Lambda", "Unkai.Ecs", "Unkai.Batch"];

    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Unkai.Primitives"] = [],
        ["Unkai.Generator"] = [],
        ["Unkai.Api"] = ["Unkai.Primitives"],
        ["Unkai.Wire"] = ["Unkai.Api"],
        ["Unkai.Store"] = ["Unkai.Primitives"],
        ["Unkai.Cloud"] = ["Unkai.Api", "Unkai.Store"],
        ["Unkai.Compute"] = ["Unkai.Primitives"],
        ["Unkai.Compute.DotNetBootstrap"] = [],
        ["Unkai.Server"] = ["Unkai.Wire", "Unkai.Cloud", "Unkai.Compute", "Unkai.Api", "Unkai.Store", "Unkai.Primitives", "*"],
        ["Unkai.Console"] = ["Unkai.Server"],
        ["Unkai.Cli"] = ["Unkai.Server", "Unkai.Console"],
        ["Unkai.Testing"] = ["Unkai.Server"],
    };

    public static IEnumerable<TheoryDataRow<string>> Projects { get; } = Repository.FilesOf("src/", ".csproj").Select(path => new TheoryDataRow<string>(path));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_whom_it_may(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        string[] allowed = path.StartsWith(Services, StringComparison.Ordinal)
            ? [.. s_service, .. s_computing.Contains(name) ? new[] { "Unkai.Compute" } : []]
            : Assert.Contains(name, (IDictionary<string, string[]>)s_allowed);

        Assert.Empty(References(path).Except(allowed));
    }

    [Fact]
    public void The_server_takes_in_every_service()
    {
        var references = XDocument.Parse(Repository.Read("src/Unkai.Server/Unkai.Server.csproj")).Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value);

        Assert.Contains(references, include => include.Replace('\\', '/').Contains("Services/*/*.csproj", StringComparison.Ordinal) || include.Contains("Services/**", StringComparison.Ordinal));
    }

    [Fact]
    public void Services_do_not_name_one_anothers_rooms()
    {
        var services = Repository.FilesOf(Services, ".csproj").Select(path => Path.GetFileNameWithoutExtension(path)).ToList();

        var offences =
            from path in Repository.FilesOf(Services, ".cs")
            let own = path[Services.Length..].Split('/')[0]
            from other in services
            where other != own && Repository.Read(path).Contains($"using {other}", StringComparison.Ordinal)
            select $"{path} uses {other}";

        Assert.Empty(offences);
    }

    /// <summary>References that count at run time: what only builds (generators, bundled programs) is no dependency.</summary>
    private static IEnumerable<string> References(string path) =>
        from reference in XDocument.Parse(Repository.Read(path)).Descendants("ProjectReference")
        where reference.Attribute("ReferenceOutputAssembly")?.Value != "false"
        select Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'));
}
