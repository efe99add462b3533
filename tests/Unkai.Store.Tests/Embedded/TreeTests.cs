using Unkai.Storage.Embedded;

namespace Unkai.Storage.Tests.Embedded;

public sealed class TreeTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 200)]
    [InlineData(3, 8000)]
    public void Keys_of_any_length_are_found_after_any_batches(int seed, int keyBytesMax)
    {
        var random = new Random(seed);
        var model = new SortedDictionary<byte[], byte[]>(KeyComparer.Instance);
        var known = Enumerable.Range(0, keyBytesMax > 1000 ? 300 : 3000).Select(_ => Key(random, keyBytesMax)).ToArray();
        Node? root = null;
        for (var round = 0; round < 300; round++)
        {
            var batch = new SortedDictionary<byte[], byte[]?>(KeyComparer.Instance);
            for (var i = random.Next(3) == 0 ? random.Next(400) : 1; i > 0; i--)
            {
                batch[known[random.Next(known.Length)]] = random.Next(3) == 0 ? null : [(byte)random.Next()];
            }

            var before = root;
            var count = model.Count;
            root = Tree.Apply(root, batch.Select(pair => new TreeWrite(pair.Key, pair.Value)).ToArray());
            Assert.Equal(count, before?.Entries ?? 0);
            foreach (var (key, value) in batch)
            {
                if (value is null)
                {
                    model.Remove(key);
                }
                else
                {
                    model[key] = value;
                }
            }

            if (random.Next(20) == 0)
            {
                var range = new KeyRange(known[random.Next(known.Length)], random.Next(4) == 0 ? null : known[random.Next(known.Length)]);
                root = Tree.RemoveRange(root, range);
                foreach (var key in model.Keys.Where(key => range.Contains(key)).ToList())
                {
                    model.Remove(key);
                }
            }

            Assert.Equal(model.Count, root?.Entries ?? 0);
        }

        foreach (var key in known)
        {
            Assert.Equal(model.GetValueOrDefault(key), Tree.Get(root, key));
        }

        var all = new List<byte[]>();
        for (var cursor = TreeCursor.Seek(root, []); cursor.IsValid; cursor.MoveNext())
        {
            all.Add(cursor.Key);
        }

        Assert.Equal(model.Keys, all);
        all.Clear();
        for (var cursor = TreeCursor.SeekBefore(root, null); cursor.IsValid; cursor.MovePrevious())
        {
            all.Add(cursor.Key);
        }

        Assert.Equal(model.Keys.Reverse(), all);
    }

    [Fact]
    public void Ranges_compare_equal_exactly_when_they_are()
    {
        var random = new Random(5);
        var known = Enumerable.Range(0, 4000).Select(i => System.Text.Encoding.ASCII.GetBytes($"key/{i:d5}")).ToArray();
        var root = Tree.Apply(null, known.Select(key => new TreeWrite(key, key)).ToArray());
        for (var round = 0; round < 2000; round++)
        {
            var changed = random.Next(known.Length);
            var start = random.Next(known.Length);
            var end = random.Next(known.Length + 1);
            var write = new TreeWrite(known[changed], random.Next(3) == 0 ? null : [1]);
            var other = Tree.Apply(root, [write]);
            var range = new KeyRange(known[start], end == known.Length ? null : known[end]);

            Assert.Equal(!range.Contains(known[changed]), TreeComparison.IsSame(root, other, range));
            Assert.Equal(!range.Contains(known[changed]), TreeComparison.IsSame(other, root, range));
            if (round % 10 == 0)
            {
                // The shape drifts apart from the one that was built at once.
                root = Tree.Apply(Tree.Apply(root, [new TreeWrite(known[changed], null)]), [new TreeWrite(known[changed], known[changed])]);
            }
        }
    }

    [Fact]
    public void What_is_written_in_order_fills_its_leaves()
    {
        Node? root = null;
        for (var i = 0; i < 64_000; i++)
        {
            root = Tree.Apply(root, [new TreeWrite(System.Text.Encoding.ASCII.GetBytes($"queue/{i:d8}"), [])]);
        }

        Assert.InRange(Leaves(root!), 1000, 1100);

        static int Leaves(Node node) => node is Inner inner ? inner.Children.Sum(Leaves) : 1;
    }

    private static byte[] Key(Random random, int bytesMax)
    {
        var key = new byte[random.Next(bytesMax)];
        random.NextBytes(key);
        key.AsSpan(0, key.Length * random.Next(10) / 10).Fill((byte)random.Next(2));
        return key;
    }
}
