using System.Collections.Frozen;
using System.Globalization;

namespace Unkai.Compute;

/// <summary>A Lambda runtime identifier that is known by name.</summary>
/// <remarks>Source: Lambda developer guide, "Lambda runtimes", supported and deprecated ones.</remarks>
internal sealed record RuntimeIdentifier(string Name, RuntimeFamily Family, Version? Wanted)
{
    private static readonly FrozenDictionary<string, RuntimeIdentifier> s_known = Known().ToFrozenDictionary(static runtime => runtime.Name);

    /// <returns>Null when Lambda has none of this name.</returns>
    public static RuntimeIdentifier? Find(string name) => s_known.GetValueOrDefault(name);

    private static IEnumerable<RuntimeIdentifier> Known()
    {
        for (var minor = 6; minor <= 14; minor++)
        {
            yield return new(string.Create(CultureInfo.InvariantCulture, $"python3.{minor}"), RuntimeFamily.Python, new Version(3, minor));
        }

        for (var major = 10; major <= 24; major += 2)
        {
            yield return new(string.Create(CultureInfo.InvariantCulture, $"nodejs{major}.x"), RuntimeFamily.NodeJs, new Version(major, 0));
        }

        for (var major = 6; major <= 10; major++)
        {
            yield return new(string.Create(CultureInfo.InvariantCulture, $"dotnet{major}"), RuntimeFamily.DotNet, new Version(major, 0));
        }

        yield return new("dotnetcore3.1", RuntimeFamily.DotNet, new Version(3, 1));
        foreach (var name in (string[])["provided", "provided.al2", "provided.al2023"])
        {
            yield return new(name, RuntimeFamily.Provided, null);
        }

        foreach (var name in (string[])["ruby2.7", "ruby3.2", "ruby3.3", "ruby3.4"])
        {
            yield return new(name, RuntimeFamily.Ruby, null);
        }

        foreach (var name in (string[])["java8", "java8.al2", "java11", "java17", "java21", "java25"])
        {
            yield return new(name, RuntimeFamily.Java, null);
        }
    }
}
