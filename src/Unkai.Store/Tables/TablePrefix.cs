namespace Unkai.Storage;

internal static class TablePrefix
{
    /// <summary>The highest table number.</summary>
    internal const int NumberMax = 255;

    internal static byte[] Of(string service, int number)
    {
        ArgumentException.ThrowIfNullOrEmpty(service);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, NumberMax);
        var writer = new KeyWriter(stackalloc byte[Subspace.StackBytes]);
        writer.Text(service);
        writer.Number(number);
        return writer.ToKey();
    }
}
