namespace Unkai.Storage.Embedded;

internal sealed class Leaf(byte[] block, byte[][] values) : Node(block, values.Length)
{
    internal byte[][] Values => values;

    internal override int Height => 0;

    internal override int Items => values.Length;
}
