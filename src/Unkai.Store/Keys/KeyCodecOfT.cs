namespace Unkai.Storage;

/// <summary>Writes and reads one part of a key, or several in a row; the bytes sort as the values do.</summary>
public abstract class KeyCodec<T>
{
    /// <summary>Adds the value.</summary>
    public abstract void Write(ref KeyWriter writer, T value);

    /// <summary>Reads what <see cref="Write"/> added.</summary>
    public abstract T Read(ref KeyReader reader);
}
