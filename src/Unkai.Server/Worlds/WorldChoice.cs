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
        var header = request.Headers[Header].ToString();
        if (header.Length > 0 && Agree(ref chosen, header, "header " + Header) is { } misnamed)
        {
            return misnamed;
        }

        if (key is not null && Agree(ref chosen, key, "access key") is { } disagreeing)
        {
            return disagreeing;
        }

        return chosen;
    }

    private static AwsError? Agree(ref WorldName? chosen, string named, string source)
    {
        if (WorldName.Parse(named) is not { } name)
        {
            return new AwsError("InvalidWorldName", 400, $"The {source} names the world '{Shown(named)}'. {WorldName.Rule}");
        }

        if (chosen is { } other && other != name)
        {
            return new AwsError("WorldMismatch", 400, $"The {source} names the world '{name}', but this request is for the world '{other}'.");
        }

        chosen = name;
        return null;
    }

    internal static AwsError NotFound(WorldName world) =>
        new("WorldNotFound", 400, $"There is no world '{world}'. Make it with: unkai world create {world}");

    internal static AwsError IssuerGone(WorldName world) => new("WorldNotFound", 400, $"The world '{world}' that issued this access key has gone.");

    private static string Shown(string name) => name.Length <= 80 ? name : name[..80] + "…";
}
