using System.Reflection;

namespace Unkai.Compute.DotNetBootstrap;

/// <summary>A serializer of the function's package: <c>T Deserialize&lt;T&gt;(Stream)</c> and <c>void Serialize&lt;T&gt;(T, Stream)</c>.</summary>
internal sealed class PackagedSerializer(object serializer) : IEventSerializer
{
    private readonly MethodInfo _read = serializer.GetType().GetMethod("Deserialize")!;
    private readonly MethodInfo _write = serializer.GetType().GetMethod("Serialize")!;

    public object? Read(byte[] payload, Type type)
    {
        var stream = new MemoryStream(payload, writable: false);
        return typeof(Stream).IsAssignableFrom(type)
            ? stream
            : _read.MakeGenericMethod(type).Invoke(serializer, BindingFlags.DoNotWrapExceptions, null, [stream], null);
    }

    public ReadOnlyMemory<byte> Write(object? value, Type type)
    {
        if (value is Stream result)
        {
            return Streams.ToMemory(result);
        }

        var stream = new MemoryStream();
        _write.MakeGenericMethod(type).Invoke(serializer, BindingFlags.DoNotWrapExceptions, null, [value, stream], null);
        return stream.ToArray();
    }
}
