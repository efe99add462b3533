namespace Unkai.Storage;

internal sealed class TupleKeyCodec<T1, T2, T3, T4, T5>(KeyCodec<T1> first, KeyCodec<T2> second, KeyCodec<T3> third, KeyCodec<T4> fourth, KeyCodec<T5> fifth) : KeyCodec<(T1, T2, T3, T4, T5)>
{
    internal KeyCodec<T1> First => first;

    internal KeyCodec<T2> Second => second;

    internal KeyCodec<T3> Third => third;

    internal KeyCodec<T4> Fourth => fourth;

    internal KeyCodec<T5> Fifth => fifth;

    public override void Write(ref KeyWriter writer, (T1, T2, T3, T4, T5) value)
    {
        first.Write(ref writer, value.Item1);
        second.Write(ref writer, value.Item2);
        third.Write(ref writer, value.Item3);
        fourth.Write(ref writer, value.Item4);
        fifth.Write(ref writer, value.Item5);
    }

    public override (T1, T2, T3, T4, T5) Read(ref KeyReader reader) => (first.Read(ref reader), second.Read(ref reader), third.Read(ref reader), fourth.Read(ref reader), fifth.Read(ref reader));
}
