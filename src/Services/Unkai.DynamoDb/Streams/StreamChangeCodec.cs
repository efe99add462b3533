using System.Buffers;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Streams;

/// <summary>Fields: 1 event id, 2 time, 3 name (0 INSERT, 1 MODIFY, 2 REMOVE), 4 by the service, 5 keys, 6 new image, 7 old image.</summary>
internal sealed class StreamChangeCodec : IValueCodec<StreamChange>
{
    private static readonly string[] s_names = ["INSERT", "MODIFY", "REMOVE"];

    public void Write(StreamChange value, IBufferWriter<byte> target)
    {
        var writer = new FieldWriter(target);
        Span<byte> id = stackalloc byte[16];
        value.EventId.TryWriteBytes(id);
        writer.Bytes(1, id);
        writer.Time(2, value.At);
        writer.Number(3, Array.IndexOf(s_names, value.Name));
        writer.Boolean(4, value.IsByService);
        WriteItem(writer, 5, value.Keys);
        WriteItem(writer, 6, value.New);
        WriteItem(writer, 7, value.Old);
    }

    public StreamChange Read(ReadOnlyMemory<byte> source)
    {
        Guid id = default;
        DateTimeOffset at = default;
        var name = "";
        var isByService = false;
        MapValue? keys = null, newer = null, older = null;
        var reader = new FieldReader(source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    id = new Guid(reader.Bytes().Span);
                    break;
                case 2:
                    at = reader.Time();
                    break;
                case 3:
                    name = s_names[reader.Number32()];
                    break;
                case 4:
                    isByService = reader.Boolean();
                    break;
                case 5:
                    keys = ItemCodec.Instance.Read(reader.Bytes());
                    break;
                case 6:
                    newer = ItemCodec.Instance.Read(reader.Bytes());
                    break;
                case 7:
                    older = ItemCodec.Instance.Read(reader.Bytes());
                    break;
                default:
                    break;
            }
        }

        return new StreamChange { EventId = id, At = at, Name = name, IsByService = isByService, Keys = keys ?? MapValue.Empty, New = newer, Old = older };
    }

    private static void WriteItem(FieldWriter writer, int field, MapValue? item)
    {
        if (item is null)
        {
            return;
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        ItemCodec.Instance.Write(item, buffer);
        writer.Bytes(field, buffer.WrittenSpan);
    }
}
