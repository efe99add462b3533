namespace Unkai.Storage.Embedded;

/// <summary>Which blobs the worlds refer to, and counts that have come down to nothing.</summary>
internal sealed class BlobMarks
{
    /// <summary>How many empty counts one collection clears away.</summary>
    private const int ZerosMax = 10_000;

    private readonly HashSet<Node> _seen = new(ReferenceEqualityComparer.Instance);

    internal HashSet<BlobId> Live { get; } = [];

    internal List<(WorldName World, byte[] Key)> Zeros { get; } = [];

    /// <summary>Walks the references of all worlds, a node that several share once.</summary>
    internal static BlobMarks Of(IEnumerable<World> worlds)
    {
        var marks = new BlobMarks();
        foreach (var world in worlds)
        {
            // What reads still see counts too; a reference that is on its way belongs to a blob too young to be collected.
            marks.Walk(world.Name, world.Visible?.Root);
            marks.Walk(world.Name, world.Current.Root);
        }

        return marks;
    }

    private void Walk(WorldName world, Node? node)
    {
        if (node is null || !_seen.Add(node))
        {
            return;
        }

        var range = BlobReferences.Range;
        if (node is Inner inner)
        {
            var last = Tree.ChildOf(inner, range.End);
            for (var i = Tree.ChildOf(inner, range.Start); i <= last; i++)
            {
                Walk(world, inner.Children[i]);
            }

            return;
        }

        var leaf = (Leaf)node;
        for (var i = 0; i < leaf.Items; i++)
        {
            var key = KeyBlock.Key(leaf.Block, leaf.Items, i);
            if (!range.Contains(key))
            {
                continue;
            }

            if (BlobReferences.CountOf(leaf.Values[i]) != 0)
            {
                Live.Add(BlobReferences.IdOf(key));
            }
            else if (Zeros.Count < ZerosMax)
            {
                Zeros.Add((world, key));
            }
        }
    }
}
