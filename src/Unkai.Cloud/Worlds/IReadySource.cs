namespace Unkai.Cloud;

/// <summary>A service whose resources hold what becomes ready by the passing of time alone, without a job: SQS's hidden messages.</summary>
public interface IReadySource
{
    /// <summary>When something of a resource that is not ready now next becomes so, in the world's time; null when nothing will.</summary>
    /// <param name="world">The world.</param>
    /// <param name="resource">The resource's ARN.</param>
    /// <param name="cancellation">Ends the look.</param>
    ValueTask<DateTimeOffset?> NextReadyAsync(World world, string resource, CancellationToken cancellation);
}
