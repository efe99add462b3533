namespace Unkai.Storage;

internal sealed class TupleKeyCodec<T1, T2, T3>(KeyCodec<T1> first, KeyCodec<T2> second, KeyCodec<T3> third) : KeyCodec<(T1, T2, T3)>
{
    internal KeyCodec<T1> First => first;

    internal KeyCodec<T2> Second => second;

    internal KeyCodec<T3> Third => third;

    public override void Write(ref KeyWriter writer, (T1, T2, T3) value)
    {
        first.Write(ref writer, value.Item1);
        second.Write(ref writer, value.Item2);
        third.Write(ref writer, value.Item3);
    }

    public override (T1, T2, T3) Read(ref KeyReader reader) => (first.Read(ref reader), second.Read(ref reader), third.Read(ref reader));
}
