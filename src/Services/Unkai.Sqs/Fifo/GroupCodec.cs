using System.Buffers;
using Unkai.Storage;

namespace Unkai.Sqs.Fifo;

/// <summary>Fields: 1 ready at, 2 in flight until (several).</summary>
internal sealed class GroupCodec : IValueCodec<GroupRecord>
{
    public void Write(GroupRecord value, IBufferWriter<byte> target)
    {
        var writer = new FieldWriter(target);
        writer.Time(1, value.ReadyAt);
        foreach (var until in value.InFlightUntil)
        {
            writer.Time(2, until);
        }
    }

    public GroupRecord Read(ReadOnlyMemory<byte> source)
    {
        DateTimeOffset readyAt = default;
        List<DateTimeOffset>? inFlight = null;
        var reader = new FieldReader(source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: readyAt = reader.Time(); break;
                case 2: (inFlight ??= []).Add(reader.Time()); break;
                default: break;
            }
        }

        return new GroupRecord(readyAt, inFlight ?? []);
    }
}
