namespace Unkai.Storage;

/// <summary>Parts of a table's keys under which rows lie.</summary>
internal static class Subspace
{
    /// <summary>Keys up to this size are made on the stack.</summary>
    internal const int StackBytes = 256;

    /// <summary>The end of the rows whose keys begin with whole parts: no part begins with 0xFF, but a longer text or bytes goes on with it ("a" and "a\0").</summary>
    internal static byte[] End(byte[] parts) => [.. parts, 0xFF];
}
