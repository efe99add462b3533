using System.Buffers;
using System.Buffers.Binary;
using Unkai.Storage;

namespace Unkai.Sqs.Model;

/// <summary>A head of 60 bytes and the payload; what receiving writes again is a copy of bytes.</summary>
/// <remarks>
/// <code>
/// 0   version, 1             2   parts (2)            8   sent at, ticks (8)         24  last received at (8)
/// 1   flags: 1 is located    4   receive count (4)    16  first received at (8)      32  visible at (8)
/// 40  message id (16)        56  earlier receives (4)    60  payload
/// </code>
/// Numbers are little-endian, the id big-endian.
/// </remarks>
internal sealed class StoredMessageCodec : IValueCodec<StoredMessage>
{
    private const byte Version = 1;
    private const int HeadBytes = 60;

    public void Write(StoredMessage value, IBufferWriter<byte> target)
    {
        var size = HeadBytes + value.Payload.Length;
        var span = target.GetSpan(size);
        span[0] = Version;
        span[1] = value.IsLocated ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(span[2..], checked((ushort)value.PartCount));
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], value.ReceiveCount);
        BinaryPrimitives.WriteInt64LittleEndian(span[8..], value.SentAt.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(span[16..], value.FirstReceivedAt.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(span[24..], value.LastReceivedAt.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(span[32..], value.VisibleAt.UtcTicks);
        value.Id.TryWriteBytes(span[40..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32LittleEndian(span[56..], value.EarlierReceiveCount);
        value.Payload.Span.CopyTo(span[HeadBytes..]);
        target.Advance(size);
    }

    public StoredMessage Read(ReadOnlyMemory<byte> source)
    {
        var span = source.Span;
        if (span.Length < HeadBytes || span[0] != Version)
        {
            throw new StoreCorruptException("A message is of a version that this Unkai does not know.");
        }

        return new StoredMessage
        {
            IsLocated = (span[1] & 1) != 0,
            PartCount = BinaryPrimitives.ReadUInt16LittleEndian(span[2..]),
            ReceiveCount = BinaryPrimitives.ReadInt32LittleEndian(span[4..]),
            SentAt = Time(span[8..]),
            FirstReceivedAt = Time(span[16..]),
            LastReceivedAt = Time(span[24..]),
            VisibleAt = Time(span[32..]),
            Id = new Guid(span[40..56], bigEndian: true),
            EarlierReceiveCount = BinaryPrimitives.ReadInt32LittleEndian(span[56..]),
            Payload = source[HeadBytes..],
        };
    }

    private static DateTimeOffset Time(ReadOnlySpan<byte> source) => new(BinaryPrimitives.ReadInt64LittleEndian(source), TimeSpan.Zero);
}
