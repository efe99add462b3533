using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Unkai.Storage;

namespace Unkai.Sqs.Model;

/// <summary>JSON, read once for each array of bytes that the store holds: every send and receive reads its queue's record.</summary>
/// <remarks>The embedded engine hands out the same array until the record is written again; the cache ends with the array.</remarks>
internal sealed class QueueCodec : IValueCodec<QueueRecord>
{
    private static readonly JsonValueCodec<QueueRecord> s_json = new(SqsJson.Default.QueueRecord);
    private static readonly ConditionalWeakTable<byte[], QueueRecord> s_read = [];

    public void Write(QueueRecord value, IBufferWriter<byte> target) => s_json.Write(value, target);

    public QueueRecord Read(ReadOnlyMemory<byte> source)
    {
        if (!MemoryMarshal.TryGetArray(source, out var segment) || segment.Count != segment.Array!.Length)
        {
            return s_json.Read(source);
        }

        if (!s_read.TryGetValue(segment.Array, out var queue))
        {
            queue = s_json.Read(source);
            s_read.AddOrUpdate(segment.Array, queue);
        }

        return queue;
    }
}
