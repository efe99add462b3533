namespace Unkai.Storage.Embedded;

/// <summary>The copy-on-write B+tree: each function takes a root (null: empty) and gives back another, or an answer. No root ever changes.</summary>
internal static class Tree
{
    /// <summary>Up to this many writes are applied one after the other.</summary>
    private const int OneByOneMax = 12;

    internal static byte[]? Get(Node? root, ReadOnlySpan<byte> key)
    {
        var node = root;
        while (node is Inner inner)
        {
            node = inner.Children[ChildOf(inner, key)];
        }

        if (node is not Leaf leaf)
        {
            return null;
        }

        var found = KeyBlock.Find(leaf.Block, leaf.Items, key);
        return found >= 0 ? leaf.Values[found] : null;
    }

    /// <summary>Applies changes that are sorted by key, one a key.</summary>
    internal static Node? Apply(Node? root, ReadOnlySpan<TreeWrite> writes)
    {
        if (writes.IsEmpty)
        {
            return root;
        }

        if (root is null)
        {
            var first = new NodeList();
            Merge(null, writes, first, null);
            return RootOf(first);
        }

        if (writes.Length > OneByOneMax)
        {
            return ApplyTogether(root, writes);
        }

        // A few writes rarely fall into one leaf: a path copy each costs less than taking a leaf's keys apart.
        for (var i = 0; i < writes.Length; i++)
        {
            root = root is null ? Apply(null, writes[i..(i + 1)]) : TryReplace(root, writes[i]) ?? ApplyTogether(root, writes[i..(i + 1)]);
        }

        return root;
    }

    /// <summary>Removes every key of a range.</summary>
    internal static Node? RemoveRange(Node? root, KeyRange range)
    {
        if (root is null || range.IsEmpty || !TreeCursor.Seek(root, range.Start).IsIn(range))
        {
            return root;
        }

        var nodes = new NodeList();
        RemoveRange(root, range.Start, range.End, nodes, null);
        return RootOf(nodes);
    }

    internal static int ChildOf(Inner inner, ReadOnlySpan<byte> key)
    {
        var found = KeyBlock.Find(inner.Block, inner.Items - 1, key);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>The path copy when no node splits, joins or empties: one leaf anew, its ancestors with one pointer changed and their keys shared.</summary>
    private static Node? TryReplace(Node node, TreeWrite write)
    {
        if (node is Inner inner)
        {
            var index = ChildOf(inner, write.Key);
            var child = TryReplace(inner.Children[index], write);
            return child is null ? null : WithChild(inner, index, child);
        }

        return ReplaceInLeaf((Leaf)node, write);
    }

    private static Leaf? ReplaceInLeaf(Leaf leaf, TreeWrite write)
    {
        var count = leaf.Items;
        var found = KeyBlock.Find(leaf.Block, count, write.Key);
        if (write.Value is null)
        {
            // At each of these sizes it is worth a look whether a neighbour has room; 0 is a leaf that goes.
            return found < 0 ? leaf : count - 1 is Node.ItemsMin - 1 or 7 or 3 or 0 ? null : new Leaf(KeyBlock.Remove(leaf.Block, count, found), Without(leaf.Values, found));
        }

        if (found >= 0)
        {
            var values = (byte[][])leaf.Values.Clone();
            values[found] = write.Value;
            return new Leaf(leaf.Block, values);
        }

        // A key outside the common prefix makes every rest longer by it.
        var prefix = KeyBlock.Prefix(leaf.Block, count);
        var growth = write.Key.Length + (write.Key.AsSpan().StartsWith(prefix) ? 0 : count * prefix.Length);
        return count == Node.ItemsMax || leaf.Block.Length + growth > Node.KeyBytesMax
            ? null
            : new Leaf(KeyBlock.Insert(leaf.Block, count, ~found, write.Key), With(leaf.Values, ~found, write.Value));
    }

    private static Inner WithChild(Inner inner, int index, Node child)
    {
        if (ReferenceEquals(inner.Children[index], child))
        {
            return inner;
        }

        var children = inner.Children.AsSpan().ToArray();
        children[index] = child;
        return new Inner(inner.Block, children);
    }

    private static Node? ApplyTogether(Node root, ReadOnlySpan<TreeWrite> writes)
    {
        var nodes = new NodeList();
        Apply(root, writes, nodes, null);
        return RootOf(nodes);
    }

    private static byte[][] With(byte[][] old, int position, byte[] value)
    {
        var values = new byte[old.Length + 1][];
        Array.Copy(old, values, position);
        values[position] = value;
        Array.Copy(old, position, values, position + 1, old.Length - position);
        return values;
    }

    private static byte[][] Without(byte[][] old, int position)
    {
        var values = new byte[old.Length - 1][];
        Array.Copy(old, values, position);
        Array.Copy(old, position + 1, values, position, values.Length - position);
        return values;
    }

    private static Node? RootOf(NodeList nodes)
    {
        while (nodes.Count > 1)
        {
            var parents = new NodeList();
            nodes.Parents(parents, null);
            nodes = parents;
        }

        var root = nodes.Count == 0 ? null : nodes[0];
        while (root is Inner { Children: [var only] })
        {
            root = only;
        }

        return root;
    }

    private static void Apply(Node node, ReadOnlySpan<TreeWrite> writes, NodeList target, byte[]? separator)
    {
        if (node is not Inner inner)
        {
            Merge((Leaf)node, writes, target, separator);
            return;
        }

        var only = ChildOf(inner, writes[0].Key);
        if (only == ChildOf(inner, writes[^1].Key))
        {
            ApplyToOne(inner, only, writes, target, separator);
            return;
        }

        var nodes = new NodeList();
        for (var i = 0; i < inner.Items; i++)
        {
            var own = i == 0 ? null : KeyBlock.Key(inner.Block, inner.Items - 1, i - 1);
            var mine = 0;
            if (i == inner.Items - 1)
            {
                mine = writes.Length;
            }
            else
            {
                while (mine < writes.Length && KeyBlock.CompareAt(inner.Block, inner.Items - 1, i, writes[mine].Key) > 0)
                {
                    mine++;
                }
            }

            if (mine == 0)
            {
                nodes.Add(inner.Children[i], own, changed: false);
            }
            else
            {
                Apply(inner.Children[i], writes[..mine], nodes, own);
                writes = writes[mine..];
            }
        }

        nodes.Parents(target, separator);
    }

    /// <summary>All writes fall into one child: its siblings, and usually the keys between them, stay.</summary>
    private static void ApplyToOne(Inner inner, int index, ReadOnlySpan<TreeWrite> writes, NodeList target, byte[]? separator)
    {
        var changed = new NodeList();
        Apply(inner.Children[index], writes, changed, null);
        if (changed.Count == 1 && changed[0].Items >= Node.ItemsMin)
        {
            target.Add(WithChild(inner, index, changed[0]), separator, changed: true);
            return;
        }

        var nodes = new NodeList();
        for (var i = 0; i < inner.Items; i++)
        {
            var own = i == 0 ? null : KeyBlock.Key(inner.Block, inner.Items - 1, i - 1);
            if (i != index)
            {
                nodes.Add(inner.Children[i], own, changed: false);
                continue;
            }

            for (var j = 0; j < changed.Count; j++)
            {
                nodes.Add(changed[j], j == 0 ? own : changed.SeparatorOf(j), changed: true);
            }
        }

        nodes.Parents(target, separator);
    }

    private static void RemoveRange(Node node, byte[] start, byte[]? end, NodeList target, byte[]? separator)
    {
        if (node is Leaf leaf)
        {
            var from = Position(leaf, start);
            var to = end is null ? leaf.Items : Position(leaf, end);
            if (from == to)
            {
                target.Add(leaf, separator, changed: false);
                return;
            }

            var writes = new TreeWrite[to - from];
            for (var i = from; i < to; i++)
            {
                writes[i - from] = new TreeWrite(KeyBlock.Key(leaf.Block, leaf.Items, i), null);
            }

            Merge(leaf, writes, target, separator);
            return;
        }

        var inner = (Inner)node;
        var first = ChildOf(inner, start);
        var last = end is null ? inner.Items - 1 : ChildOf(inner, end);
        var nodes = new NodeList();
        for (var i = 0; i < inner.Items; i++)
        {
            var own = i == 0 ? null : KeyBlock.Key(inner.Block, inner.Items - 1, i - 1);
            if (i < first || i > last)
            {
                nodes.Add(inner.Children[i], own, changed: false);
            }
            else if (i == first || (i == last && end is not null))
            {
                RemoveRange(inner.Children[i], start, end, nodes, own);
            }
        }

        nodes.Parents(target, separator);
    }

    private static int Position(Leaf leaf, byte[] key)
    {
        var found = KeyBlock.Find(leaf.Block, leaf.Items, key);
        return found >= 0 ? found : ~found;
    }

    /// <summary>Merges a leaf's entries with changes, and cuts the outcome into leaves.</summary>
    private static void Merge(Leaf? leaf, ReadOnlySpan<TreeWrite> writes, NodeList target, byte[]? separator)
    {
        var old = leaf?.Items ?? 0;
        var entries = new List<(byte[] Key, byte[] Value)>(old + writes.Length);
        var next = 0;
        for (var i = 0; i < old; i++)
        {
            var key = KeyBlock.Key(leaf!.Block, old, i);
            var order = 1;
            while (next < writes.Length && (order = writes[next].Key.AsSpan().SequenceCompareTo(key)) < 0)
            {
                AddTo(entries, writes[next++]);
            }

            if (order == 0 && next < writes.Length)
            {
                AddTo(entries, writes[next++]);
            }
            else
            {
                entries.Add((key, leaf.Values[i]));
            }
        }

        var ascending = next == writes.Length - 1 && entries.Count > 0;
        while (next < writes.Length)
        {
            AddTo(entries, writes[next++]);
        }

        Cut(entries, ascending, target, separator);
    }

    private static void AddTo(List<(byte[] Key, byte[] Value)> entries, TreeWrite write)
    {
        if (write.Value is not null)
        {
            entries.Add((write.Key, write.Value));
        }
    }

    private static void Cut(List<(byte[] Key, byte[] Value)> entries, bool ascending, NodeList target, byte[]? separator)
    {
        // A key past the end of a full leaf starts a leaf of its own, so that what is written in order leaves full leaves behind.
        var size = entries.Count <= Node.ItemsMax ? entries.Count
            : ascending ? Node.ItemsMax
            : entries.Count <= 2 * Node.ItemsMax ? (entries.Count + 1) / 2
            : Node.ItemsFilled;
        var start = 0;
        while (start < entries.Count)
        {
            var count = 0;
            var bytes = 0;
            while (start + count < entries.Count && count < size && (count < 2 || bytes + entries[start + count].Key.Length <= Node.KeyBytesMax))
            {
                bytes += entries[start + count++].Key.Length;
            }

            var keys = new byte[count][];
            var values = new byte[count][];
            for (var i = 0; i < count; i++)
            {
                (keys[i], values[i]) = entries[start + i];
            }

            var own = start == 0 ? separator : Separator(entries[start - 1].Key, keys[0]);
            target.Add(new Leaf(KeyBlock.Pack(keys), values), own, changed: true);
            start += count;
        }
    }

    /// <summary>The shortest key above <paramref name="left"/> and not above <paramref name="right"/>.</summary>
    private static byte[] Separator(byte[] left, byte[] right) => right[..(left.AsSpan().CommonPrefixLength(right) + 1)];
}
