using Unkai.Server.Hosting;

namespace Unkai.Server.Worlds;

/// <summary>A port that serves one world.</summary>
internal sealed class WorldDoor(KestrelListener listener, Uri address) : IAsyncDisposable
{
    private static readonly TimeSpan s_stopGrace = TimeSpan.FromMilliseconds(200);

    internal Uri Address { get; } = address;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var grace = MachineClock.Instance.CancelAfter(s_stopGrace);
        await listener.StopAsync(grace.Token);
        await listener.DisposeAsync();
    }
}
