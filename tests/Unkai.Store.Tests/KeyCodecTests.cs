using FsCheck;
using FsCheck.Fluent;

namespace Unkai.Storage.Tests;

public sealed class KeyCodecTests
{
    [Fact]
    public void Numbers_come_back_and_sort_as_numbers() => Prop.ForAll<long, long>((a, b) =>
        Holds(KeyCodec.Number, a, b, a.CompareTo(b)) && Holds(KeyCodec.Number, a, long.MinValue, a == long.MinValue ? 0 : 1)
        && Holds(KeyCodec.Number, a << (int)(b & 63), b, (a << (int)(b & 63)).CompareTo(b))).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_come_back_and_sort_as_bytes() => Prop.ForAll<byte[], byte[]>((a, b) =>
        a is null || b is null || Holds(KeyCodec.Bytes, a, b, a.AsSpan().SequenceCompareTo(b), static (x, y) => x.AsSpan().SequenceEqual(y)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Texts_come_back_and_sort_by_code_point() => Prop.ForAll<string, string>((a, b) =>
    {
        if (a is null || b is null || !IsWhole(a) || !IsWhole(b))
        {
            return true;
        }

        return Holds(KeyCodec.Text, a, b, Bytes.Of(a).AsSpan().SequenceCompareTo(Bytes.Of(b)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Tuples_sort_by_their_first_part_that_differs() => Prop.ForAll<(byte[], long, byte[]), (byte[], long, byte[])>((a, b) =>
    {
        if (a.Item1 is null || a.Item3 is null || b.Item1 is null || b.Item3 is null)
        {
            return true;
        }

        var order = a.Item1.AsSpan().SequenceCompareTo(b.Item1);
        order = order != 0 ? order : a.Item2.CompareTo(b.Item2);
        order = order != 0 ? order : a.Item3.AsSpan().SequenceCompareTo(b.Item3);
        var codec = KeyCodec.Of(KeyCodec.Bytes, KeyCodec.Number, KeyCodec.Bytes);
        return Math.Sign(Encode(codec, a).AsSpan().SequenceCompareTo(Encode(codec, b))) == Math.Sign(order);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MinValue + 1)]
    [InlineData(-256)]
    [InlineData(-255)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(long.MaxValue)]
    public void Numbers_at_the_edges_come_back(long value)
    {
        Assert.True(Holds(KeyCodec.Number, value, value, 0));
        Assert.True(value == long.MaxValue || Holds(KeyCodec.Number, value, value + 1, -1));
    }

    [Fact]
    public void The_other_parts_come_back()
    {
        var time = new DateTimeOffset(2030, 2, 3, 4, 5, 6, TimeSpan.FromHours(9));
        var guid = new Guid("00112233-4455-6677-8899-aabbccddeeff");
        Assert.True(Holds(KeyCodec.Time, time, time.AddTicks(1), -1));
        Assert.True(Holds(KeyCodec.Uuid, guid, guid, 0));
        Assert.True(Holds(KeyCodec.Boolean, false, true, -1));
        Assert.True(Holds(KeyCodec.Stamp, new CommitStamp(1, 65535), new CommitStamp(2, 0), -1));
        Assert.True(Holds(KeyCodec.Natural, ulong.MaxValue, 1UL, 1));
        Assert.True(Holds(KeyCodec.Account, AccountId.Default, AccountId.Parse("123456789012")!.Value, -1));
        Assert.Throws<System.Text.EncoderFallbackException>(() => Encode(KeyCodec.Text, "\ud800"));
    }

    [Fact]
    public void Random_bytes_are_read_as_a_key_or_refused_as_corrupt() => Prop.ForAll<byte[]>(bytes =>
    {
        try
        {
            var reader = new KeyReader(bytes ?? []);
            KeyCodec.Of(KeyCodec.Text, KeyCodec.Number, KeyCodec.Stamp).Read(ref reader);
        }
        catch (Exception exception) when (exception is StoreCorruptException or OverflowException or System.Text.DecoderFallbackException)
        {
            return true;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Ranges_of_a_table_hold_the_rows_they_name_and_no_others()
    {
        var table = new Table<(string, string, long), string>("t", 7, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Number), ValueCodec.Text);
        var under = table.Under("bucket");

        Assert.True(under.StartingWith("photos/").Contains(table.KeyOf(("bucket", "photos/1", 1))));
        Assert.True(under.StartingWith("").Contains(table.KeyOf(("bucket", "", 1))));
        Assert.False(under.StartingWith("photos/").Contains(table.KeyOf(("bucket", "photos", 1))));
        Assert.False(under.AfterStartingWith("photos/").Contains(table.KeyOf(("bucket", "photos/zzz", 1))));
        Assert.True(under.AfterStartingWith("photos/").Contains(table.KeyOf(("bucket", "photos0", 1))));
        Assert.False(under.AfterStartingWith("photos/").Contains(table.KeyOf(("bucket2", "photos0", 1))));
        Assert.False(under.All.Contains(table.KeyOf(("bucket2", "a", 1))));
        Assert.True(under.After("a").Contains(table.KeyOf(("bucket", "a\0", 1))));
        Assert.False(under.After("a").Contains(table.KeyOf(("bucket", "a", long.MaxValue))));
        Assert.True(under.UpTo("a").Contains(table.KeyOf(("bucket", "a", long.MaxValue))));
        Assert.False(under.Before("a").Contains(table.KeyOf(("bucket", "a", long.MinValue))));
        Assert.True(table.Under("bucket", "a").From(5).Contains(table.KeyOf(("bucket", "a", 5))));
        Assert.False(table.Under("bucket", "a").From(5).Contains(table.KeyOf(("bucket", "a", 4))));
    }

    private static bool IsWhole(string text)
    {
        try
        {
            KeyWriter.Utf8.GetByteCount(text);
            return true;
        }
        catch (System.Text.EncoderFallbackException)
        {
            return false;
        }
    }

    private static byte[] Encode<T>(KeyCodec<T> codec, T value)
    {
        var writer = new KeyWriter(new byte[4]);
        codec.Write(ref writer, value);
        return writer.ToKey();
    }

    private static bool Holds<T>(KeyCodec<T> codec, T a, T b, int order, Func<T, T, bool>? same = null)
    {
        var key = Encode(codec, a);
        var reader = new KeyReader(key);
        var back = codec.Read(ref reader);
        return reader.AtEnd
            && (same is null ? EqualityComparer<T>.Default.Equals(back, a) : same(back, a))
            && Math.Sign(key.AsSpan().SequenceCompareTo(Encode(codec, b))) == Math.Sign(order);
    }
}
