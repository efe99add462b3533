using System.Buffers;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Recovery;

/// <summary>Fields: 1 partition key, 2 sort key, 3 the item before.</summary>
internal sealed class UndoCodec : IValueCodec<UndoRecord>
{
    public void Write(UndoRecord value, IBufferWriter<byte> target)
    {
        var writer = new FieldWriter(target);
        writer.Bytes(1, value.Partition);
        writer.Bytes(2, value.Sort);
        if (value.Old is { } old)
        {
            var buffer = new ArrayBufferWriter<byte>(256);
            ItemCodec.Instance.Write(old, buffer);
            writer.Bytes(3, buffer.WrittenSpan);
        }
    }

    public UndoRecord Read(ReadOnlyMemory<byte> source)
    {
        byte[] partition = [], sort = [];
        MapValue? old = null;
        var reader = new FieldReader(source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    partition = reader.Bytes().ToArray();
                    break;
                case 2:
                    sort = reader.Bytes().ToArray();
                    break;
                case 3:
                    old = ItemCodec.Instance.Read(reader.Bytes());
                    break;
                default:
                    break;
            }
        }

        return new UndoRecord { Partition = partition, Sort = sort, Old = old };
    }
}
