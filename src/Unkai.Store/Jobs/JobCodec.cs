using System.Buffers;

namespace Unkai.Storage;

/// <summary>Fields: 1 kind, 2 payload, 3 attempt, 4 cause, 5 holder. The due time is in the key.</summary>
internal sealed class JobCodec : IValueCodec<Job>
{
    public void Write(Job value, IBufferWriter<byte> target)
    {
        var writer = new FieldWriter(target);
        writer.Text(1, value.Kind);
        writer.Bytes(2, value.Payload.Span);
        writer.Number(3, value.Attempt);
        writer.Text(4, value.Cause);
        writer.Text(5, value.Holder);
    }

    public Job Read(ReadOnlyMemory<byte> source)
    {
        var kind = "";
        ReadOnlyMemory<byte> payload = default;
        var attempt = 0;
        string? cause = null;
        string? holder = null;
        var reader = new FieldReader(source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    kind = reader.Text();
                    break;
                case 2:
                    payload = reader.Bytes();
                    break;
                case 3:
                    attempt = reader.Number32();
                    break;
                case 4:
                    cause = reader.Text();
                    break;
                case 5:
                    holder = reader.Text();
                    break;
                default:
                    break;
            }
        }

        return new Job(kind, default, payload, attempt, cause) { Holder = holder };
    }
}
