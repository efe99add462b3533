using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Wire.Signing;

namespace Unkai.Server.Worlds;

/// <summary>Which world a request says it is for: the door's own, the one that its header names, or the one after the <c>@</c> of its key.</summary>
/// <remarks>Two that do not agree are refused: a key that was made for one world never acts in another.</remarks>
internal static class WorldChoice
{
    internal const string Header = "x-unkai-world";

    /// <returns>Null in the outcome when it says nothing: then the world that issued its key, else <c>default</c>.</returns>
    internal static Outcome<WorldName?> Choose(HttpRequest request, RequestSignature? signature, WorldName? door)
    {
        var chosen = door;
        var key = signature is null ? null : AccessKeyName.WorldOf(signature.AccessKeyId);
        foreach (var (named, source) in ((string?, string)[])[(request.Headers[Header].ToString() is { Length: > 0 } header ? header : null, $"header {Header}"), (key, "access key")])
        {
            if (named is null)
            {
                continue;
            }

            if (WorldName.Parse(named) is not { } name)
            {
                return new AwsError("InvalidWorldName", 400, $"The {source} names the world '{Shown(named)}'. {WorldName.Rule}");
            }

            if (chosen is { } other && other != name)
            {
                return new AwsError("WorldMismatch", 400, $"The {source} names the world '{name}', but this request is for the world '{other}'.");
            }

            chosen = name;
        }

        return chosen;
    }

    internal static AwsError NotFound(WorldName world) =>
        new("WorldNotFound", 400, $"There is no world '{world}'. Make it with: unkai world create {world}");

    internal static AwsError IssuerGone(WorldName world) => new("WorldNotFound", 400, $"The world '{world}' that issued this access key has gone.");

    private static string Shown(string name) => name.Length <= 80 ? name : name[..80] + "…";
}
