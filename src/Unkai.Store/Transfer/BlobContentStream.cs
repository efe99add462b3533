namespace Unkai.Storage.Transfer;

/// <summary>The bytes of one blob inside an exported world.</summary>
internal sealed class BlobContentStream(WorldFileReader reader, ulong length) : ForwardStream
{
    private ulong _left = length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = (int)Math.Min((ulong)buffer.Length, _left);
        if (wanted == 0)
        {
            return 0;
        }

        var read = await reader.SomeAsync(buffer[..wanted]);
        _left -= (ulong)read;
        return read;
    }
}
