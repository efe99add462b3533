using System.Text.RegularExpressions;

namespace Unkai.Tidy.Tests;

/// <summary>What sources look like.</summary>
public sealed partial class SourceTests
{
    private static readonly HashSet<string> s_textExtensions =
        [".cs", ".csproj", ".props", ".targets", ".slnx", ".md", ".json", ".py", ".mjs", ".cjs", ".sh", ".yml", ".yaml", ".contract", ".extra", ".txt", ".html", ".css", ".js"];

    /// <summary>Made by tools, with names of their own.</summary>
    private static readonly string[] s_generated = ["packages.lock.json", "package-lock.json"];

    private static IEnumerable<string> Texts =>
        Repository.Files.Where(path => (s_textExtensions.Contains(Path.GetExtension(path)) || !Path.GetFileName(path).Contains('.', StringComparison.Ordinal)) && !s_generated.Contains(Path.GetFileName(path)));

    [Fact]
    public void No_file_names_a_folder_of_somebodys_machine()
    {
        // Sandboxes have a /root and a /tmp of their own; folders of the machine that this was written on have no business here.
        var offences = from path in Texts
                       where path != "tests/Unkai.Tidy.Tests/SourceTests.cs"
                       from Match match in MachinePath().Matches(Repository.Read(path))
                       select $"{path}: {match.Value}";

        Assert.Empty(offences);
    }

    [Fact]
    public void No_lock_file_names_a_registry()
    {
        var offences = Repository.Files.Where(path => s_generated.Contains(Path.GetFileName(path)) && Repository.Read(path).Contains("\"resolved\": \"http", StringComparison.Ordinal));

        Assert.Empty(offences);
    }

    [Fact]
    public void No_file_holds_a_secret()
    {
        var offences = from path in Texts
                       from Match match in Secret().Matches(Repository.Read(path))
                       where !match.Value.EndsWith("EXAMPLE", StringComparison.Ordinal)
                       select $"{path}: {match.Value[..8]}…";

        Assert.Empty(offences);
    }

    [Fact]
    public void A_public_type_has_a_file_of_its_name()
    {
        var offences = from path in Repository.FilesOf("src/", ".cs")
                       let file = Path.GetFileNameWithoutExtension(path)
                       from Match match in PublicType().Matches(Repository.Read(path))
                       let type = match.Groups["name"].Value
                       where file != type && !Regex.IsMatch(file, $"^{type}Of(T|\\d)$") && file != "Typed" + type
                       select $"{path}: {type}";

        Assert.Empty(offences);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("Unkai.slnx").Replace('\\', '/');

        Assert.DoesNotContain(Repository.FilesOf("", ".csproj"), path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Versions_of_packages_stand_in_one_file()
    {
        Assert.DoesNotContain(Repository.FilesOf("", ".csproj"), path => VersionedReference().IsMatch(Repository.Read(path)));
    }

    [Fact]
    public void Names_of_tests_are_sentences()
    {
        var offences = from path in Repository.FilesOf("tests/", ".cs")
                       from Match match in TestMethod().Matches(Repository.Read(path))
                       let name = match.Groups["name"].Value
                       where NonSentence().IsMatch(name)
                       select $"{path}: {name}";

        Assert.Empty(offences);
    }

    [GeneratedRegex(@"(?<![\w.$}])/(work|home/\w+|Users/\w+)/\w|(?<![\w.$}])/root/\w")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pous]_[A-Za-z0-9]{36}\b")]
    private static partial Regex Secret();

    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|partial|readonly|ref|unsafe) )*(?:class|struct|interface|enum|record struct|record class|record|delegate [\w<>?\[\]., ]+?) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"<PackageReference [^>]*\bVersion=")]
    private static partial Regex VersionedReference();

    [GeneratedRegex(@"^    \[(?:Fact|Theory)[^\n]*\](?:\s*\[[^\n]*\])*\s*public (?:async )?[\w<>]+ (?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"(_Ok|_Works|_Test\d*|^Test\w*\d)$")]
    private static partial Regex NonSentence();
}
