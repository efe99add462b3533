namespace Unkai.Storage;

internal sealed class TupleKeyCodec<T1, T2>(KeyCodec<T1> first, KeyCodec<T2> second) : KeyCodec<(T1, T2)>
{
    internal KeyCodec<T1> First => first;

    internal KeyCodec<T2> Second => second;

    public override void Write(ref KeyWriter writer, (T1, T2) value)
    {
        first.Write(ref writer, value.Item1);
        second.Write(ref writer, value.Item2);
    }

    public override (T1, T2) Read(ref KeyReader reader) => (first.Read(ref reader), second.Read(ref reader));
}
