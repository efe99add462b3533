namespace Unkai.Storage.Embedded;

/// <summary>What changed between two roots. Roots of one history share most nodes, and shared nodes are passed over whole.</summary>
internal static class TreeComparison
{
    /// <summary>Whether a key has the same value in both, or none in both.</summary>
    internal static bool IsSame(Node? before, Node? after, byte[] key)
    {
        var left = Tree.Get(before, key);
        var right = Tree.Get(after, key);
        return ReferenceEquals(left, right) || (left is not null && right is not null && left.AsSpan().SequenceEqual(right));
    }

    /// <summary>Whether a range has the same entries in both.</summary>
    internal static bool IsSame(Node? before, Node? after, KeyRange range)
    {
        if (ReferenceEquals(before, after) || range.IsEmpty)
        {
            return true;
        }

        var left = TreeCursor.Seek(before, range.Start);
        var right = TreeCursor.Seek(after, range.Start);
        while (true)
        {
            var leftIn = left.IsIn(range);
            var rightIn = right.IsIn(range);
            if (!leftIn || !rightIn)
            {
                return leftIn == rightIn;
            }

            if (TreeCursor.TrySkipShared(ref left, ref right))
            {
                continue;
            }

            if (!IsSameEntry(left, right))
            {
                return false;
            }

            left.MoveNext();
            right.MoveNext();
        }
    }

    private static bool IsSameEntry(in TreeCursor left, in TreeCursor right) =>
        (ReferenceEquals(left.Value, right.Value) || left.Value.AsSpan().SequenceEqual(right.Value)) && left.Key.AsSpan().SequenceEqual(right.Key);
}
