namespace Unkai.Api;

internal sealed class StreamPayload(Stream stream, long? length) : Payload
{
    private Stream? _stream = stream;

    public override long? Length => length;

    public override Stream OpenRead() =>
        Interlocked.Exchange(ref _stream, null) ?? throw new InvalidOperationException("This body can be read only once, and was.");

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stream, null) is { } unread)
        {
            await unread.DisposeAsync();
        }

        await base.DisposeAsync();
    }
}
