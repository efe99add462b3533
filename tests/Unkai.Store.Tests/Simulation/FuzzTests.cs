using FsCheck;
using FsCheck.Fluent;
using Unkai.Storage.Embedded;
using Unkai.Storage.Torture;

namespace Unkai.Storage.Tests.Simulation;

/// <summary>Files of any bytes are read, set aside or refused; nothing else happens.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void Any_bytes_as_a_log_or_a_checkpoint_are_opened_or_refused() => Prop.ForAll<byte[], int>((bytes, choice) =>
        IsReadOrRefused((choice & 1) == 0 ? "log/0000000000000001.log" : "checkpoint/0000000000000001.ckp", bytes ?? [])).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Frames_of_any_bytes_under_valid_checksums_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 400; round++)
        {
            var frames = new byte[random.Next(80)];
            random.NextBytes(frames);
            if (frames.Length > 20)
            {
                // Mostly plausible, so that the reader gets far.
                System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(frames, frames.Length - 4);
                frames[4] = (byte)random.Next(6);
                System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(frames.AsSpan(5), random.Next(3));
                frames[9] = (byte)random.Next(6);
                frames[10] = (byte)random.Next(12);
            }

            var batch = new byte[LogFormat.BatchHeaderBytes + frames.Length];
            frames.CopyTo(batch, LogFormat.BatchHeaderBytes);
            LogFormat.WriteBatchHeader(batch, 1, 1, 0, LogFormat.SeedOf(1, 1));
            Assert.True(IsReadOrRefused("log/0000000000000001.log", [.. LogFormat.SegmentHeader(1, 1, 0), .. batch]));
        }
    }

    private static bool IsReadOrRefused(string path, byte[] bytes)
    {
        var disk = new SimulatedDisk();
        disk.Open("FORMAT", DiskOpenMode.Create).Write("unkai-store 1\n0000000000000001\n"u8, 0);
        disk.Open(path, DiskOpenMode.Create).Write(bytes, 0);
        try
        {
            var store = Store.OpenAsync(new StoreOptions { Disk = disk }, CancellationToken.None).GetAwaiter().GetResult();
            store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (StoreCorruptException)
        {
        }

        return true;
    }
}
