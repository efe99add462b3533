using System.Buffers.Binary;
using System.Text;
using Unkai.Storage;

namespace Unkai.Sqs.Model;

/// <summary>What one receive of one message is called. Says where the message lay after that receive, so that deleting finds it at once.</summary>
/// <remarks>
/// Base64 of: kind (1), queue (8), then in a standard queue (kind 1) ready at in ticks (8), stamp (10), message id (16);
/// in a FIFO queue (kind 2) receive count (4), stamp (10), group in UTF-8. Big-endian.
/// </remarks>
internal readonly record struct ReceiptHandle
{
    private const byte StandardKind = 1;
    private const byte FifoKind = 2;
    private const int StandardBytes = 43;
    private const int FifoHeadBytes = 23;
    private const int BytesMax = FifoHeadBytes + 512;

    public required long Queue { get; init; }

    public required CommitStamp Stamp { get; init; }

    public DateTimeOffset ReadyAt { get; init; }

    public Guid Message { get; init; }

    public int ReceiveCount { get; init; }

    /// <summary>Null in a standard queue.</summary>
    public string? Group { get; init; }

    /// <returns>Null when the text is no receipt handle.</returns>
    internal static ReceiptHandle? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[BytesMax];
        if (text.Length > BytesMax / 3 * 4 || !Convert.TryFromBase64String(text, bytes, out var size) || size == 0)
        {
            return null;
        }

        bytes = bytes[..size];
        return bytes[0] switch
        {
            StandardKind when size == StandardBytes && BinaryPrimitives.ReadInt64BigEndian(bytes[9..]) is >= 0 and <= 3155378975999999999 => new ReceiptHandle
            {
                Queue = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]),
                ReadyAt = new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(bytes[9..]), TimeSpan.Zero),
                Stamp = CommitStamp.Read(bytes[17..]),
                Message = new Guid(bytes[27..], bigEndian: true),
            },
            FifoKind when size > FifoHeadBytes => new ReceiptHandle
            {
                Queue = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]),
                ReceiveCount = BinaryPrimitives.ReadInt32BigEndian(bytes[9..]),
                Stamp = CommitStamp.Read(bytes[13..]),
                Group = Encoding.UTF8.GetString(bytes[FifoHeadBytes..]),
            },
            _ => null,
        };
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[BytesMax];
        var size = StandardBytes;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Queue);
        if (Group is null)
        {
            bytes[0] = StandardKind;
            BinaryPrimitives.WriteInt64BigEndian(bytes[9..], ReadyAt.UtcTicks);
            Stamp.Write(bytes[17..]);
            Message.TryWriteBytes(bytes[27..], bigEndian: true, out _);
        }
        else
        {
            bytes[0] = FifoKind;
            BinaryPrimitives.WriteInt32BigEndian(bytes[9..], ReceiveCount);
            Stamp.Write(bytes[13..]);
            size = FifoHeadBytes + Encoding.UTF8.GetBytes(Group, bytes[FifoHeadBytes..]);
        }

        return Convert.ToBase64String(bytes[..size]);
    }
}
