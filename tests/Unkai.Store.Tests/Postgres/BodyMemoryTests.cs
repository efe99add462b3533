namespace Unkai.Storage.Tests.Postgres;

[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>What a large body costs; alone, since it looks at the process's memory.</summary>
[Collection(typeof(AloneCollection))]
public sealed class BodyMemoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_of_many_megabytes_passes_both_ways_with_flat_memory()
    {
        const long Length = 64L << 20;
        await using var store = await Databases.OpenAsync(await Databases.NewAsync());
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var body = await store.Blobs.WriteAsync(new Zeros(Length), Cancellation);

        await using var stream = store.Blobs.OpenRead(body);
        var buffer = new byte[80 * 1024];
        long read = 0;
        for (int count; (count = await stream.ReadAsync(buffer, Cancellation)) > 0;)
        {
            read += count;
            Assert.Equal(-1, buffer.AsSpan(0, count).IndexOfAnyExcept((byte)0));
        }

        Assert.Equal(Length, read);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 << 20);
    }

    private sealed class Zeros(long length) : MemoryStream
    {
        private long _left = length;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, _left);
            buffer.Span[..count].Clear();
            _left -= count;
            return new(count);
        }
    }
}
