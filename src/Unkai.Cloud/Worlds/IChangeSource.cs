using Unkai.Storage;

namespace Unkai.Cloud;

/// <summary>A service whose resources are read again and again for what is new: DynamoDB's streams. Who reads waits here instead of asking.</summary>
public interface IChangeSource
{
    /// <summary>A watch that fires when the resource has something new, made before the read whose result may be nothing.</summary>
    /// <param name="world">The world.</param>
    /// <param name="resource">The resource's ARN.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <returns>Null when there is no such resource.</returns>
    ValueTask<Watch?> WatchAsync(World world, string resource, CancellationToken cancellation);
}
