namespace Unkai.Api;

internal sealed class SourcePayload(Func<Stream> open, long? length) : Payload
{
    public override long? Length => length;

    public override Stream OpenRead() => open();
}
