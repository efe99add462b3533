namespace Unkai.Bench;

/// <summary>Where the peers' programs are, as <c>--peer NAME=PATH</c> says.</summary>
internal sealed class PeerPrograms
{
    private readonly Dictionary<string, string> _paths = [];

    internal PeerPrograms(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i + 1 < arguments.Count; i++)
        {
            if (arguments[i] == "--peer" && arguments[i + 1].Split('=', 2) is [var name, var path])
            {
                _paths[name] = path;
            }
        }
    }

    /// <returns>Null when it cannot be had here.</returns>
    internal string? PathOf(Peer peer) => _paths.GetValueOrDefault(peer.Name);
}
