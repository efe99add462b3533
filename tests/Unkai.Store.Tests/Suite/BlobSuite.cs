using System.Security.Cryptography;

namespace Unkai.Storage.Tests;

/// <summary>Bodies large and small, their references and their collection.</summary>
public abstract class BlobSuite : StoreVariant
{
    private static readonly Table<string, byte[]> s_objects = new("test", 1, KeyCodec.Text, ValueCodec.Bytes);

    /// <summary>A clock that tests move.</summary>
    protected ManualClock Clock { get; } = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(BlobStore.InlineBytesMax)]
    [InlineData(BlobStore.InlineBytesMax + 1)]
    [InlineData(128 * 1024)]
    [InlineData(1_000_003)]
    public async Task A_body_comes_back_whatever_its_size_and_its_checksums_are_taken_in_passing(int size)
    {
        var bytes = Random(size);
        var sink = new HashSink();

        var body = await Store.Blobs.WriteAsync(new Dribble(bytes), [sink], Cancellation);
        body = Body.FromField(body.ToField());

        Assert.Equal(size, body.Length);
        Assert.Equal(size <= BlobStore.InlineBytesMax, body.Blob is null);
        Assert.Equal(SHA384.HashData(bytes), sink.Hash.GetCurrentHash());
        Assert.Equal(body.Blob?.ToString(), size <= BlobStore.InlineBytesMax ? null : Convert.ToHexStringLower(SHA256.HashData(bytes)));
        await using var stream = Store.Blobs.OpenRead(body);
        Assert.Equal(bytes, await AllAsync(stream));
        stream.Seek(size / 2, SeekOrigin.Begin);
        Assert.Equal(bytes[(size / 2)..], await AllAsync(stream));
    }

    [Fact]
    public async Task Parts_are_joined_in_order()
    {
        var first = Random(100_000);
        var second = Random(10);
        var third = Random(40_000);
        Body[] parts =
        [
            await Store.Blobs.WriteAsync(first, Cancellation), await Store.Blobs.WriteAsync(second, Cancellation), await Store.Blobs.WriteAsync(third, Cancellation),
        ];

        var body = await Store.Blobs.ConcatenateAsync(parts, [], Cancellation);

        await using var stream = Store.Blobs.OpenRead(body);
        var joined = await AllAsync(stream);
        Assert.Equal(first.Concat(second).Concat(third), joined);
    }

    [Fact]
    public async Task A_blob_stays_while_any_world_refers_to_it_and_goes_after_the_grace()
    {
        var fork = WorldName.Parse("fork")!.Value;
        var bytes = Random(50_000);
        var body = await StoreObjectAsync("a", bytes);
        await StoreObjectAsync("b", bytes);
        await Store.ForkAsync(WorldName.Default, fork, Cancellation);
        Clock.Move(TimeSpan.FromHours(2));

        await RemoveObjectAsync(WorldName.Default, "a");
        Assert.Equal(0, await Store.Blobs.CollectAsync(Cancellation));
        await RemoveObjectAsync(WorldName.Default, "b");
        Assert.Equal(0, await Store.Blobs.CollectAsync(Cancellation));
        await RemoveObjectAsync(fork, "a");
        await RemoveObjectAsync(fork, "b");
        await using var open = Store.Blobs.OpenRead(body);
        var head = new byte[100];
        await open.ReadExactlyAsync(head, Cancellation);

        Assert.Equal(1, await Store.Blobs.CollectAsync(Cancellation));
        await AssertGoneAsync(body);
        Assert.Equal(bytes, head.Concat(await AllAsync(open)));
        Assert.Empty(await Read(snapshot => snapshot.RangeAsync(KeyRange.All, 10)));
    }

    [Fact]
    public async Task A_blob_written_and_not_yet_referred_to_outlives_a_collection_within_the_grace()
    {
        var bytes = Random(20_000);
        var body = await Store.Blobs.WriteAsync(bytes, Cancellation);
        Clock.Move(TimeSpan.FromMinutes(50));

        // The same bytes again: the old file becomes young.
        await Store.Blobs.WriteAsync(bytes, Cancellation);
        Clock.Move(TimeSpan.FromMinutes(50));

        Assert.Equal(0, await Store.Blobs.CollectAsync(Cancellation));
        Clock.Move(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await Store.Blobs.CollectAsync(Cancellation));
        await AssertGoneAsync(body);
    }

    [Fact]
    public async Task A_source_that_fails_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<IOException>(async () => await Store.Blobs.WriteAsync(new Dribble(Random(300_000)) { FailAt = 200_000 }, Cancellation));

        Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(0, await Store.Blobs.CollectAsync(Cancellation));
    }

    private async Task AssertGoneAsync(Body body) => await Assert.ThrowsAsync<StoreCorruptException>(async () =>
    {
        await using var stream = Store.Blobs.OpenRead(body);
        await stream.ReadExactlyAsync(new byte[1], Cancellation);
    });

    private static byte[] Random(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> AllAsync(Stream stream)
    {
        using var target = new MemoryStream();
        await stream.CopyToAsync(target, Cancellation);
        return target.ToArray();
    }

    private async Task<Body> StoreObjectAsync(string name, byte[] bytes)
    {
        var body = await Store.Blobs.WriteAsync(bytes, Cancellation);
        await Transact(transaction =>
        {
            s_objects.Put(transaction, name, body.ToField());
            transaction.Reference(body);
            return new ValueTask<bool>(true);
        });
        return body;
    }

    private async Task RemoveObjectAsync(WorldName world, string name) => await Store.TransactAsync(
        world,
        async transaction =>
        {
            transaction.Dereference(Body.FromField(await s_objects.GetAsync(transaction, name) ?? throw new InvalidOperationException()));
            s_objects.Delete(transaction, name);
            return true;
        },
        Cancellation);

    private sealed class HashSink : IByteSink
    {
        public IncrementalHash Hash { get; } = IncrementalHash.CreateHash(HashAlgorithmName.SHA384);

        public void Append(ReadOnlySpan<byte> bytes) => Hash.AppendData(bytes);
    }

    /// <summary>Gives its bytes in odd pieces.</summary>
    private sealed class Dribble(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public int FailAt { get; init; } = int.MaxValue;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Position > FailAt
            ? throw new IOException("The client went away.")
            : base.ReadAsync(buffer[..Math.Min(buffer.Length, 1 + ((int)Position % 9_973))], cancellationToken);
    }
}
