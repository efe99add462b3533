using System.Buffers;

namespace Unkai.Storage;

/// <summary>Writes and reads the values of a table. An older value must be readable for ever: begin with a version.</summary>
public interface IValueCodec<T>
{
    /// <summary>Writes the value.</summary>
    void Write(T value, IBufferWriter<byte> target);

    /// <summary>Reads a value; the bytes never change, so slices of them may be kept.</summary>
    T Read(ReadOnlyMemory<byte> source);
}
