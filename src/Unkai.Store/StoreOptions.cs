namespace Unkai.Storage;

/// <summary>How a store is opened.</summary>
public sealed class StoreOptions
{
    /// <summary>Where the files are; null keeps everything in memory.</summary>
    public IDisk? Disk { get; init; }

    /// <summary>The PostgreSQL database that keeps everything, as <c>postgres://user:password@host:port/database</c>; null: there is none.</summary>
    public string? Database { get; init; }

    /// <summary>When a write counts as done. Default: <see cref="Durability.EverySecond"/>. Without a disk it has no meaning.</summary>
    public Durability Durability { get; init; } = Durability.EverySecond;

    /// <summary>The machine's clock: back-off, the flush each second, the age of blobs.</summary>
    public MachineClock Clock { get; init; } = MachineClock.Instance;

    /// <summary>Where the jitter of back-offs and the names of temporary files come from.</summary>
    public IRandomSource Random { get; init; } = CryptographicRandomSource.Instance;

    /// <summary>How often a body runs before its caller sees <see cref="StoreContentionException"/>. Default 100.</summary>
    public int AttemptsMax { get; init; } = 100;

    /// <summary>The size of a log segment, in bytes; a batch larger than that has a segment of its own. Default 64 MiB.</summary>
    public long LogSegmentBytes { get; init; } = 64L << 20;

    /// <summary>How much log a checkpoint waits for, in bytes; the log may grow to the size of the last checkpoint when that is more. Default 64 MiB.</summary>
    public long CheckpointLogBytes { get; init; } = 64L << 20;

    /// <summary>How old a blob that nothing refers to must be before it is collected. Default one hour: longer than any upload waits for its commit.</summary>
    public TimeSpan BlobGrace { get; init; } = TimeSpan.FromHours(1);
}
