using Unkai.Cloud;
using Unkai.Cloud.Jobs;

namespace Unkai.Server.Worlds;

/// <summary>A world that is served: its jobs run and calls reach it.</summary>
internal sealed class OpenWorld(World world, WorldOrigin origin, JobPump pump, WorldFollower follower) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();

    internal World World { get; } = world;

    internal WorldOrigin Origin { get; } = origin;

    /// <summary>Which life of its name it is (<see cref="Storage.Store.LifeOfAsync"/>).</summary>
    internal string? Life { get; init; }

    internal WorldTime Time { get; } = new(world, pump);

    /// <summary>Cancelled when the world goes: calls under way end.</summary>
    internal CancellationToken Ending => _ending.Token;

    /// <summary>Ends calls and jobs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await follower.DisposeAsync();
        await pump.DisposeAsync();
        Time.Dispose();
    }
}
