namespace Unkai.Storage.Embedded;

internal sealed class Inner : Node
{
    internal Inner(byte[] block, Node[] children)
        : base(block, Sum(children))
    {
        Children = children;
        Height = children[0].Height + 1;
    }

    internal Node[] Children { get; }

    internal override int Height { get; }

    internal override int Items => Children.Length;

    private static long Sum(Node[] children)
    {
        var sum = 0L;
        foreach (var child in children)
        {
            sum += child.Entries;
        }

        return sum;
    }
}
