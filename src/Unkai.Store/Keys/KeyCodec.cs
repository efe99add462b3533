namespace Unkai.Storage;

/// <summary>The key codecs of everyday types, and how they combine.</summary>
public static class KeyCodec
{
    /// <summary>Text; sorts by code point, as S3 and DynamoDB sort.</summary>
    public static KeyCodec<string> Text { get; } = new TextCodec();

    /// <summary>Bytes; a prefix sorts before what it begins.</summary>
    public static KeyCodec<byte[]> Bytes { get; } = new BytesCodec();

    /// <summary>Whole numbers.</summary>
    public static KeyCodec<long> Number { get; } = new Int64Codec();

    /// <summary>Whole numbers; the bytes are those of <see cref="Number"/>.</summary>
    public static KeyCodec<int> Number32 { get; } = new Int32Codec();

    /// <summary>Whole numbers that are not negative; the bytes are those of <see cref="Number"/>.</summary>
    public static KeyCodec<ulong> Natural { get; } = new UInt64Codec();

    /// <summary>False before true.</summary>
    public static KeyCodec<bool> Boolean { get; } = new BooleanCodec();

    /// <summary>UUIDs; sort as their text does.</summary>
    public static KeyCodec<Guid> Uuid { get; } = new GuidCodec();

    /// <summary>Instants, exact to 100 ns, read back in UTC.</summary>
    public static KeyCodec<DateTimeOffset> Time { get; } = new TimeCodec();

    /// <summary>Commit stamps. As the last part of a table's key it lets the table append.</summary>
    public static KeyCodec<CommitStamp> Stamp { get; } = new StampCodec();

    /// <summary>Account ids.</summary>
    public static KeyCodec<AccountId> Account { get; } = Convert(Text, static account => account.Value, static text =>
        AccountId.Parse(text) ?? throw new StoreCorruptException("A key holds no account id where one belongs."));

    /// <summary>The one key of a table that has one row.</summary>
    public static KeyCodec<ValueTuple> None { get; } = new NoneCodec();

    /// <summary>A codec for a type that is another one in a key (a name that is text, an id that is a number).</summary>
    public static KeyCodec<T> Convert<T, TInner>(KeyCodec<TInner> inner, Func<T, TInner> to, Func<TInner, T> from) =>
        new ConvertedCodec<T, TInner>(inner, to, from);

    /// <summary>Two parts.</summary>
    public static KeyCodec<(T1, T2)> Of<T1, T2>(KeyCodec<T1> first, KeyCodec<T2> second) => new TupleKeyCodec<T1, T2>(first, second);

    /// <summary>Three parts.</summary>
    public static KeyCodec<(T1, T2, T3)> Of<T1, T2, T3>(KeyCodec<T1> first, KeyCodec<T2> second, KeyCodec<T3> third) =>
        new TupleKeyCodec<T1, T2, T3>(first, second, third);

    /// <summary>Four parts.</summary>
    public static KeyCodec<(T1, T2, T3, T4)> Of<T1, T2, T3, T4>(
        KeyCodec<T1> first, KeyCodec<T2> second, KeyCodec<T3> third, KeyCodec<T4> fourth) =>
        new TupleKeyCodec<T1, T2, T3, T4>(first, second, third, fourth);

    /// <summary>Five parts.</summary>
    public static KeyCodec<(T1, T2, T3, T4, T5)> Of<T1, T2, T3, T4, T5>(
        KeyCodec<T1> first, KeyCodec<T2> second, KeyCodec<T3> third, KeyCodec<T4> fourth, KeyCodec<T5> fifth) =>
        new TupleKeyCodec<T1, T2, T3, T4, T5>(first, second, third, fourth, fifth);

    private sealed class TextCodec : KeyCodec<string>
    {
        public override void Write(ref KeyWriter writer, string value) => writer.Text(value);

        public override string Read(ref KeyReader reader) => reader.Text();
    }

    private sealed class BytesCodec : KeyCodec<byte[]>
    {
        public override void Write(ref KeyWriter writer, byte[] value) => writer.Bytes(value);

        public override byte[] Read(ref KeyReader reader) => reader.Bytes();
    }

    private sealed class Int64Codec : KeyCodec<long>
    {
        public override void Write(ref KeyWriter writer, long value) => writer.Number(value);

        public override long Read(ref KeyReader reader) => reader.Number();
    }

    private sealed class Int32Codec : KeyCodec<int>
    {
        public override void Write(ref KeyWriter writer, int value) => writer.Number(value);

        public override int Read(ref KeyReader reader) => checked((int)reader.Number());
    }

    private sealed class UInt64Codec : KeyCodec<ulong>
    {
        public override void Write(ref KeyWriter writer, ulong value) => writer.Natural(value);

        public override ulong Read(ref KeyReader reader) => reader.Natural();
    }

    private sealed class BooleanCodec : KeyCodec<bool>
    {
        public override void Write(ref KeyWriter writer, bool value) => writer.Boolean(value);

        public override bool Read(ref KeyReader reader) => reader.Boolean();
    }

    private sealed class GuidCodec : KeyCodec<Guid>
    {
        public override void Write(ref KeyWriter writer, Guid value) => writer.Uuid(value);

        public override Guid Read(ref KeyReader reader) => reader.Uuid();
    }

    private sealed class TimeCodec : KeyCodec<DateTimeOffset>
    {
        public override void Write(ref KeyWriter writer, DateTimeOffset value) => writer.Time(value);

        public override DateTimeOffset Read(ref KeyReader reader) => reader.Time();
    }

    private sealed class StampCodec : KeyCodec<CommitStamp>
    {
        public override void Write(ref KeyWriter writer, CommitStamp value) => writer.Stamp(value);

        public override CommitStamp Read(ref KeyReader reader) => reader.Stamp();
    }

    private sealed class NoneCodec : KeyCodec<ValueTuple>
    {
        public override void Write(ref KeyWriter writer, ValueTuple value)
        {
        }

        public override ValueTuple Read(ref KeyReader reader) => default;
    }

    private sealed class ConvertedCodec<T, TInner>(KeyCodec<TInner> inner, Func<T, TInner> to, Func<TInner, T> from) : KeyCodec<T>
    {
        public override void Write(ref KeyWriter writer, T value) => inner.Write(ref writer, to(value));

        public override T Read(ref KeyReader reader) => from(inner.Read(ref reader));
    }
}
