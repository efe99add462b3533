using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Server.Worlds;
using Unkai.Wire.Signing;

namespace Unkai.Server.Front;

/// <summary>The world that a request goes to: the door's, the one it names, or the one that issued its key.</summary>
internal sealed class WorldFinder(WorldRegistry worlds, WorldName? door)
{
    internal WorldRegistry Worlds => worlds;

    internal async ValueTask<Outcome<OpenWorld>> FindAsync(HttpRequest request, RequestSignature? signature, CancellationToken cancellation)
    {
        var chosen = WorldChoice.Choose(request, signature, door);
        if (chosen is { IsError: false, Value: null } && signature is not null)
        {
            chosen = await worlds.IssuerOfAsync(signature.AccessKeyId, cancellation);
        }

        if (chosen.IsError)
        {
            return chosen.Error;
        }

        var name = chosen.Value ?? WorldName.Default;
        return await worlds.FindAsync(name, cancellation) is { } found ? found : WorldChoice.NotFound(name);
    }
}
