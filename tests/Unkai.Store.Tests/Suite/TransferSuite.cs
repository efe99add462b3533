using System.Buffers.Binary;
using Unkai.Storage.Transfer;

namespace Unkai.Storage.Tests;

/// <summary>Worlds that leave one store as a file and come into another.</summary>
public abstract class TransferSuite : StoreVariant
{
    private static readonly WorldName s_copy = WorldName.Parse("copy")!.Value;
    private static readonly byte[] s_queue = Bytes.Of("queue/");

    [Fact]
    public async Task A_world_comes_into_another_store_with_its_entries_and_blobs_and_stamps_go_on_after_its_own()
    {
        var large = new byte[300_000];
        new Random(1).NextBytes(large);
        var body = await FillAsync(large);
        using var file = new MemoryStream();
        var exported = await Store.ExportAsync(WorldName.Default, file, Cancellation);

        await using var other = global::Unkai.Storage.Store.InMemory();
        file.Position = 0;
        var imported = await other.ImportAsync(file, s_copy, CryptographicRandomSource.Instance, Cancellation);

        Assert.Equal(exported, imported);
        Assert.Equal(1, exported.Blobs);
        Assert.Equal(await AllAsync(Store, WorldName.Default), await AllAsync(other, s_copy));
        await using var content = other.Blobs.OpenRead(body);
        using var copied = new MemoryStream();
        await content.CopyToAsync(copied, Cancellation);
        Assert.Equal(large, copied.ToArray());

        var newest = (await AllAsync(other, s_copy)).Last(entry => entry.Key.StartsWith(Convert.ToHexString(s_queue), StringComparison.Ordinal)).Key;
        var stamp = await other.TransactAsync(s_copy, static transaction => new ValueTask<PendingStamp>(transaction.Append(s_queue, Bytes.Of("after"))), Cancellation);
        var key = new byte[CommitStamp.SizeBytes];
        stamp.Value.Write(key);
        Assert.True(string.CompareOrdinal(Convert.ToHexString([.. s_queue, .. key]), newest) > 0);
        Assert.Equal([WorldName.Default, s_copy], (await other.ListWorldsAsync(Cancellation)).OrderByDescending(static name => name.Value));
    }

    [Fact]
    public async Task Under_a_name_that_is_taken_nothing_happens()
    {
        await FillAsync(new byte[20_000]);
        using var file = new MemoryStream();
        await Store.ExportAsync(WorldName.Default, file, Cancellation);
        var before = await AllAsync(Store, WorldName.Default);
        file.Position = 0;

        Assert.Null(await Store.ImportAsync(file, null, CryptographicRandomSource.Instance, Cancellation));

        Assert.Equal(before, await AllAsync(Store, WorldName.Default));
        Assert.Equal([WorldName.Default], await Store.ListWorldsAsync(Cancellation));
    }

    [Fact]
    public async Task A_file_that_is_damaged_cut_short_newer_or_longer_is_refused_by_name_and_nothing_stays()
    {
        await FillAsync(new byte[20_000]);
        using var stream = new MemoryStream();
        await Store.ExportAsync(WorldName.Default, stream, Cancellation);
        var file = stream.ToArray();
        var random = new Random(2);
        for (var round = 0; round < 60; round++)
        {
            byte[] damaged = [.. file];
            damaged[round < 40 ? round : random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            await RefusedAsync(damaged, "");
            await RefusedAsync(file[..random.Next(file.Length)], "");
        }

        await RefusedAsync([.. file, 0], "follows the end");
        await RefusedAsync([], "no exported world");
        byte[] newer = [.. file];
        BinaryPrimitives.WriteUInt32LittleEndian(newer.AsSpan(8), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(newer.AsSpan(12), Unkai.Storage.Embedded.Crc32C.Of(newer.AsSpan(0, 12), 2));
        await RefusedAsync(newer, "version 2");
        Assert.Equal([WorldName.Default], await Store.ListWorldsAsync(Cancellation));
        Assert.Equal(1, (await WorldFile.VerifyAsync(new MemoryStream(file), Cancellation)).Blobs);
    }

    [Fact]
    public async Task What_is_written_meanwhile_is_not_in_the_file_and_what_is_given_up_is()
    {
        var body = await FillAsync(new byte[400_000]);
        var before = await AllAsync(Store, WorldName.Default);
        var changed = false;
        using var file = new Hooked(async () =>
        {
            if (!changed)
            {
                changed = true;
                await Transact(transaction =>
                {
                    transaction.Dereference(body);
                    transaction.DeleteRange(KeyRange.Prefix(Bytes.Of("item/")));
                    return TransactionSuite.Put(transaction, "new", "1");
                });
                await Store.Blobs.CollectAsync(Cancellation);
            }
        });

        await Store.ExportAsync(WorldName.Default, file, Cancellation);
        file.Position = 0;
        await Store.ImportAsync(file, s_copy, CryptographicRandomSource.Instance, Cancellation);

        Assert.True(changed);
        Assert.Equal(before, await AllAsync(Store, s_copy));
        await using var content = Store.Blobs.OpenRead(body);
        Assert.Equal(400_000, content.Length);
    }

    private static async Task<List<(string Key, string Value)>> AllAsync(Store store, WorldName world) => await store.ReadAsync(
        world,
        static async snapshot =>
        {
            var entries = await snapshot.RangeAsync(KeyRange.All, Snapshot.RangeEntriesMax);
            return entries.Select(static entry => (Convert.ToHexString(entry.Key), Convert.ToHexString(entry.Value.Span))).ToList();
        },
        Cancellation);

    private async Task RefusedAsync(byte[] file, string name)
    {
        var refused = await Assert.ThrowsAsync<WorldFileException>(async () =>
            await Store.ImportAsync(new MemoryStream(file), s_copy, CryptographicRandomSource.Instance, Cancellation));
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    private async Task<Body> FillAsync(byte[] large)
    {
        for (var i = 0; i < 30; i++)
        {
            await Transact(transaction =>
            {
                for (var n = 0; n < 100; n++)
                {
                    transaction.Put(Bytes.Of($"item/{i}/{n}"), new byte[i * 10]);
                }

                return new ValueTask<PendingStamp>(transaction.Append(s_queue, Bytes.Of($"message {i}")));
            });
        }

        var body = await Store.Blobs.WriteAsync(large, Cancellation);
        await Transact(transaction =>
        {
            transaction.Reference(body);
            return TransactionSuite.Put(transaction, "body", "1");
        });
        return body;
    }

    /// <summary>Does something after the first bytes were written to it.</summary>
    private sealed class Hooked(Func<Task> hook) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            await hook();
        }
    }
}
