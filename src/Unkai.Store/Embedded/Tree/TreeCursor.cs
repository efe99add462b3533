using System.Runtime.CompilerServices;

namespace Unkai.Storage.Embedded;

/// <summary>A place in a tree, from which it is walked in either direction.</summary>
internal struct TreeCursor
{
    /// <summary>The most levels a tree can have: 64-way, so far more than memory holds.</summary>
    private const int LevelsMax = 24;

    private Path _path;
    private Places _places;
    private int _top;
    private Leaf? _leaf;
    private int _index;

    [InlineArray(LevelsMax)]
    private struct Path
    {
        private Inner _first;
    }

    [InlineArray(LevelsMax)]
    private struct Places
    {
        private int _first;
    }

    /// <summary>Whether there is an entry here.</summary>
    internal readonly bool IsValid => _leaf is not null;

    internal readonly byte[] Key => KeyBlock.Key(_leaf!.Block, _leaf.Items, _index);

    internal readonly byte[] Value => _leaf!.Values[_index];

    /// <summary>At the first entry whose key is <paramref name="key"/> or comes after it.</summary>
    internal static TreeCursor Seek(Node? root, ReadOnlySpan<byte> key)
    {
        var cursor = default(TreeCursor);
        var node = root;
        while (node is Inner inner)
        {
            var child = Tree.ChildOf(inner, key);
            cursor.Push(inner, child);
            node = inner.Children[child];
        }

        if (node is Leaf leaf)
        {
            var found = KeyBlock.Find(leaf.Block, leaf.Items, key);
            cursor._leaf = leaf;
            cursor._index = found >= 0 ? found : ~found;
            if (cursor._index == leaf.Items)
            {
                cursor._index--;
                cursor.MoveNext();
            }
        }

        return cursor;
    }

    /// <summary>At the last entry whose key comes before <paramref name="key"/>; the last of all when it is null.</summary>
    internal static TreeCursor SeekBefore(Node? root, byte[]? key)
    {
        var cursor = default(TreeCursor);
        var node = root;
        while (node is Inner inner)
        {
            var child = key is null ? inner.Items - 1 : Tree.ChildOf(inner, key);
            cursor.Push(inner, child);
            node = inner.Children[child];
        }

        if (node is Leaf leaf)
        {
            var found = key is null ? ~leaf.Items : KeyBlock.Find(leaf.Block, leaf.Items, key);
            cursor._leaf = leaf;
            cursor._index = found >= 0 ? found : ~found;
            cursor.MovePrevious();
        }

        return cursor;
    }

    internal readonly bool IsIn(KeyRange range) => IsValid && IsBefore(range.End);

    internal readonly bool IsBefore(byte[]? end) => end is null || KeyBlock.CompareAt(_leaf!.Block, _leaf.Items, _index, end) < 0;

    internal readonly bool IsAtOrAfter(byte[] start) => KeyBlock.CompareAt(_leaf!.Block, _leaf.Items, _index, start) >= 0;

    internal void MoveNext()
    {
        if (++_index < _leaf!.Items)
        {
            return;
        }

        Advance(0);
    }

    internal void MovePrevious()
    {
        if (--_index >= 0)
        {
            return;
        }

        while (_top > 0)
        {
            if (--_places[_top - 1] >= 0)
            {
                var node = _path[_top - 1].Children[_places[_top - 1]];
                while (node is Inner inner)
                {
                    Push(inner, inner.Items - 1);
                    node = inner.Children[^1];
                }

                _leaf = (Leaf)node;
                _index = _leaf.Items - 1;
                return;
            }

            _top--;
        }

        _leaf = null;
    }

    /// <summary>Whether two cursors stand in the same node at the same place; both are moved past the largest such subtree.</summary>
    internal static bool TrySkipShared(ref TreeCursor a, ref TreeCursor b)
    {
        if (!ReferenceEquals(a._leaf, b._leaf) || a._index != b._index)
        {
            return false;
        }

        var levels = 0;
        var atStart = a._index == 0;
        while (atStart && levels < a._top && levels < b._top
            && ReferenceEquals(a._path[a._top - 1 - levels], b._path[b._top - 1 - levels])
            && a._places[a._top - 1 - levels] == 0 && b._places[b._top - 1 - levels] == 0)
        {
            levels++;
        }

        a.Advance(levels);
        b.Advance(levels);
        return true;
    }

    /// <summary>Moves to the leaf after the subtree that is <paramref name="levels"/> above the leaf.</summary>
    private void Advance(int levels)
    {
        _top -= levels;
        while (_top > 0)
        {
            var parent = _path[_top - 1];
            if (++_places[_top - 1] < parent.Items)
            {
                var node = parent.Children[_places[_top - 1]];
                while (node is Inner inner)
                {
                    Push(inner, 0);
                    node = inner.Children[0];
                }

                _leaf = (Leaf)node;
                _index = 0;
                return;
            }

            _top--;
        }

        _leaf = null;
    }

    private void Push(Inner inner, int place)
    {
        _path[_top] = inner;
        _places[_top++] = place;
    }
}
