namespace Unkai.Storage.Torture;

internal sealed class SimulatedFile : IDiskFile
{
    private const int SectorBytes = 512;

    private readonly SimulatedDisk _disk;
    private readonly List<(long Offset, byte[] Bytes)> _pending = [];
    private byte[] _durable;
    private byte[] _current;

    public SimulatedFile(SimulatedDisk disk, byte[]? content = null)
    {
        _disk = disk;
        _durable = content ?? [];
        _current = [.. _durable];
        LastWritten = disk.Clock.UtcNow;
    }

    public DateTimeOffset LastWritten { get; set; }

    public long Length => _current.Length;

    public int Read(Span<byte> target, long offset)
    {
        var current = _current;
        var size = (int)Math.Clamp(current.Length - offset, 0, target.Length);
        current.AsSpan((int)Math.Min(offset, current.Length), size).CopyTo(target);
        return size;
    }

    public ValueTask<int> ReadAsync(Memory<byte> target, long offset, CancellationToken cancellation) => new(Read(target.Span, offset));

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        var bytes = source.ToArray();
        _disk.Locked(() =>
        {
            var failure = _disk.Try(DiskChange.Write);
            var kept = failure is null ? bytes : bytes[.._disk.Random.Next(bytes.Length)];
            _pending.Add((offset, kept));
            Put(ref _current, offset, kept);
            LastWritten = _disk.Clock.UtcNow;
            if (failure is not null)
            {
                throw failure;
            }
        });
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> source, long offset, CancellationToken cancellation)
    {
        Write(source.Span, offset);
        return ValueTask.CompletedTask;
    }

    public void Sync()
    {
        _disk.Syncing?.Invoke();
        _disk.Locked(SyncLocked);
    }

    public void SetLength(long length) => _disk.Locked(() =>
    {
        if (_disk.Try(DiskChange.Cut) is { } failure)
        {
            throw failure;
        }

        // Cutting never takes away anything that matters, so it is done at once.
        Array.Resize(ref _current, (int)length);
        if (_durable.Length > length)
        {
            Array.Resize(ref _durable, (int)length);
        }

        for (var i = 0; i < _pending.Count; i++)
        {
            var (offset, bytes) = _pending[i];
            _pending[i] = (offset, bytes[..(int)Math.Clamp(length - offset, 0, bytes.Length)]);
        }
    });

    public void Preallocate(long length) => _disk.Locked(() =>
    {
        if (_disk.Try(DiskChange.Allocate) is { } failure)
        {
            throw failure;
        }

        if (_current.Length < length)
        {
            Array.Resize(ref _current, (int)length);
        }
    });

    public void Dispose()
    {
    }

    public byte[] Current() => [.. _current];

    public void Flip(long offset) => _current[offset] ^= 0x10;

    /// <summary>The same file for another process to go on with.</summary>
    public SimulatedFile Copy(SimulatedDisk disk)
    {
        var copy = new SimulatedFile(disk, [.. _durable]) { _current = [.. _current], LastWritten = LastWritten };
        copy._pending.AddRange(_pending);
        return copy;
    }

    /// <summary>What was synced, and of each later write nothing, all, some of its sectors, or some with a bit flipped.</summary>
    public byte[] AfterPowerLoss(Random random)
    {
        byte[] content = [.. _durable];
        foreach (var (offset, bytes) in _pending)
        {
            switch (random.Next(4))
            {
                case 0:
                    break;
                case 1:
                    Put(ref content, offset, bytes);
                    break;
                case 2:
                    Put(ref content, offset, bytes[..random.Next(bytes.Length + 1)]);
                    break;
                default:
                    for (var start = 0; start < bytes.Length; start += SectorBytes)
                    {
                        if (random.Next(2) == 0)
                        {
                            var sector = bytes[start..Math.Min(start + SectorBytes, bytes.Length)];
                            sector[random.Next(sector.Length)] ^= (byte)(random.Next(8) == 0 ? 1 : 0);
                            Put(ref content, offset + start, sector);
                        }
                    }

                    break;
            }
        }

        return content;
    }

    private void SyncLocked()
    {
        if (_disk.Try(DiskChange.Sync) is { } failure)
        {
            // As on Linux: what could not be written is forgotten, and the next sync says that all is well. It may still be read until memory is short.
            if (_disk.Fault?.Kind != DiskFaultKind.Gone)
            {
                _disk.HasForgotten = true;
                _pending.Clear();
                if (_disk.Random.Next(2) == 0)
                {
                    _current = [.. _durable];
                }
            }

            throw failure;
        }

        _durable = [.. _current];
        _pending.Clear();
    }

    private static void Put(ref byte[] content, long offset, byte[] bytes)
    {
        if (content.Length < offset + bytes.Length)
        {
            Array.Resize(ref content, (int)(offset + bytes.Length));
        }

        bytes.CopyTo(content, offset);
    }
}
