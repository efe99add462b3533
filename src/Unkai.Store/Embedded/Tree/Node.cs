namespace Unkai.Storage.Embedded;

/// <summary>A node of the tree: never changed once it is made, so whoever holds it holds a snapshot.</summary>
internal abstract class Node
{
    /// <summary>The most entries of a leaf, and the most children of an inner node.</summary>
    internal const int ItemsMax = 64;

    /// <summary>A node with fewer items than this is joined with a neighbour when both fit in one.</summary>
    internal const int ItemsMin = 16;

    /// <summary>How many items a node gets when many are made at once.</summary>
    internal const int ItemsFilled = 56;

    /// <summary>A node with more key bytes than this is split, in bytes. With one more key it still fits 16-bit offsets.</summary>
    internal const int KeyBytesMax = 6 * 1024;

    private protected Node(byte[] block, long entries)
    {
        Block = block;
        Entries = entries;
    }

    /// <summary>The keys: see <see cref="KeyBlock"/>. An inner node has one fewer than children: keys below the first are in the first child, and so on.</summary>
    internal byte[] Block { get; }

    /// <summary>How many entries lie below.</summary>
    internal long Entries { get; }

    /// <summary>0 for a leaf.</summary>
    internal abstract int Height { get; }

    /// <summary>Entries or children.</summary>
    internal abstract int Items { get; }

    /// <summary>The checkpoint that last wrote this node, and its number there. Only the checkpoint's thread looks at them.</summary>
    internal long MarkedBy { get; set; }

    internal long Mark { get; set; }
}
