namespace Unkai.Storage;

/// <summary>Parts of a table's keys under which rows lie.</summary>
internal static class Subspace
{
    /// <summary>Keys up to this size are made on the stack.</summary>
    internal const int StackBytes = 256;
}
