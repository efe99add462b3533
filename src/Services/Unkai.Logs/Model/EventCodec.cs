using System.Buffers;
using Unkai.Storage;

namespace Unkai.Logs.Model;

/// <summary>Fields: 1 message, 2 ingestion time in milliseconds.</summary>
internal sealed class EventCodec : IValueCodec<EventRecord>
{
    public void Write(EventRecord value, IBufferWriter<byte> target)
    {
        var writer = new FieldWriter(target);
        writer.Text(1, value.Message);
        writer.Number(2, value.IngestedMs);
    }

    public EventRecord Read(ReadOnlyMemory<byte> source)
    {
        var message = "";
        var ingested = 0L;
        var reader = new FieldReader(source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    message = reader.Text();
                    break;
                case 2:
                    ingested = reader.Number();
                    break;
                default:
                    break;
            }
        }

        return new EventRecord(message, ingested);
    }
}
