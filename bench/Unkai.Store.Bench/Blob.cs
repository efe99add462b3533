namespace Unkai.Storage.Bench;

/// <summary>Five gigabytes through the blob store; the process's memory meanwhile.</summary>
internal static class Blob
{
    private const long Bytes = 5L << 30;

    internal static async Task RunAsync(string folder)
    {
        await using var store = await Store.OpenAsync(new StoreOptions { Disk = new MachineDisk(folder) }, default);
        using var md5 = new Md5Sink();
        var before = Environment.WorkingSet;
        var start = MachineClock.Instance.Timestamp;
        await using var source = new Pattern(Bytes);
        var body = await store.Blobs.WriteAsync(source, [md5], default);
        var seconds = MachineClock.Instance.ElapsedSince(start).TotalSeconds;
        Size.Say($"{body.Length >> 20:n0} MiB with SHA-256 and MD5: {(Bytes >> 20) / seconds:n0} MiB/s; working set {before >> 20} MiB before, {source.WorkingSetMax >> 20} MiB at most");
    }

    private sealed class Md5Sink : IByteSink, IDisposable
    {
#pragma warning disable CA5351 // S3's ETag is an MD5.
        private readonly System.Security.Cryptography.IncrementalHash _hash =
            System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.MD5);
#pragma warning restore CA5351

        public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

        public void Dispose() => _hash.Dispose();
    }

    private sealed class Pattern(long length) : Stream
    {
        private long _position;

        public long WorkingSetMax { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var size = (int)Math.Min(count, length - _position);
            buffer.AsSpan(offset, size).Fill((byte)(_position >> 20));
            if (_position >> 28 != (_position + size) >> 28)
            {
                WorkingSetMax = Math.Max(WorkingSetMax, Environment.WorkingSet);
            }

            _position += size;
            return size;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
