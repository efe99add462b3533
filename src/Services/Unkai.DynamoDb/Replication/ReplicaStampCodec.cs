using System.Buffers;
using Unkai.Storage;

namespace Unkai.DynamoDb.Replication;

/// <summary>Fields: 1 ticks, 2 region.</summary>
internal sealed class ReplicaStampCodec : IValueCodec<ReplicaStamp>
{
    public void Write(ReplicaStamp value, IBufferWriter<byte> target)
    {
        var writer = new FieldWriter(target);
        writer.Number(1, value.Ticks);
        writer.Text(2, value.Region);
    }

    public ReplicaStamp Read(ReadOnlyMemory<byte> source)
    {
        var ticks = 0L;
        var region = "";
        var reader = new FieldReader(source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    ticks = reader.Number();
                    break;
                case 2:
                    region = reader.Text();
                    break;
                default:
                    break;
            }
        }

        return new ReplicaStamp(ticks, region);
    }
}
