namespace Unkai.Storage.Embedded;

/// <summary>Nodes of one height in key order, each with the key that separates it from the one before.</summary>
internal sealed class NodeList
{
    private readonly List<(Node Node, byte[]? Separator)> _nodes = [];

    internal int Count => _nodes.Count;

    internal Node this[int index] => _nodes[index].Node;

    internal byte[]? SeparatorOf(int index) => _nodes[index].Separator;

    /// <summary>Adds a node; its <paramref name="separator"/> is above every key before it and not above any of its own. Ignored for the first.</summary>
    /// <param name="node">The node.</param>
    /// <param name="separator">Null only for a node that begins its parent.</param>
    /// <param name="changed">Whether the node is new, so that joining it with a neighbour is worth a look.</param>
    internal void Add(Node node, byte[]? separator, bool changed)
    {
        if (_nodes.Count > 0 && changed | _nodes[^1].Node.Items < Node.ItemsMin && TryJoin(_nodes[^1].Node, node, separator!) is { } joined)
        {
            _nodes[^1] = (joined, _nodes[^1].Separator);
            return;
        }

        _nodes.Add((node, separator));
    }

    /// <summary>Makes the parents of these nodes.</summary>
    internal void Parents(NodeList target, byte[]? separator)
    {
        var parents = (_nodes.Count + Node.ItemsMax - 1) / Node.ItemsMax;
        var start = 0;
        while (start < _nodes.Count)
        {
            var count = SizeOfNext(start, parents);
            var children = new Node[count];
            var separators = new byte[count - 1][];
            for (var i = 0; i < count; i++)
            {
                children[i] = _nodes[start + i].Node;
                if (i > 0)
                {
                    separators[i - 1] = _nodes[start + i].Separator!;
                }
            }

            target.Add(new Inner(KeyBlock.Pack(separators), children), start == 0 ? separator : _nodes[start].Separator, changed: true);
            start += count;
        }
    }

    private static Node? TryJoin(Node left, Node right, byte[] separator)
    {
        if ((left.Items >= Node.ItemsMin && right.Items >= Node.ItemsMin)
            || left.Items + right.Items > Node.ItemsFilled
            || left.Block.Length + right.Block.Length > Node.KeyBytesMax / 2)
        {
            return null;
        }

        if (left is Leaf leftLeaf)
        {
            var keys = new byte[left.Items + right.Items][];
            Take(left.Block, left.Items, keys);
            Take(right.Block, right.Items, keys.AsSpan(left.Items));
            return KeyBytes(keys) > Node.KeyBytesMax ? null : new Leaf(KeyBlock.Pack(keys), [.. leftLeaf.Values, .. ((Leaf)right).Values]);
        }

        var separators = new byte[left.Items + right.Items - 1][];
        Take(left.Block, left.Items - 1, separators);
        separators[left.Items - 1] = separator;
        Take(right.Block, right.Items - 1, separators.AsSpan(left.Items));
        return KeyBytes(separators) > Node.KeyBytesMax
            ? null
            : new Inner(KeyBlock.Pack(separators), [.. ((Inner)left).Children, .. ((Inner)right).Children]);
    }

    private static int KeyBytes(byte[][] keys)
    {
        var bytes = 0;
        foreach (var key in keys)
        {
            bytes += key.Length;
        }

        return bytes - (keys.Length * keys[0].AsSpan().CommonPrefixLength(keys[^1]));
    }

    private static void Take(byte[] block, int count, Span<byte[]> target)
    {
        for (var i = 0; i < count; i++)
        {
            target[i] = KeyBlock.Key(block, count, i);
        }
    }

    private int SizeOfNext(int start, int parents)
    {
        var left = _nodes.Count - start;
        var even = parents == 1 ? left : Math.Min(left, ((_nodes.Count + parents - 1) / parents));
        var bytes = 0;
        for (var i = 1; i < even; i++)
        {
            bytes += _nodes[start + i].Separator!.Length;
            if (bytes > Node.KeyBytesMax && i > 1)
            {
                return i;
            }
        }

        return even;
    }
}
