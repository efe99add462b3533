namespace Unkai.Compute.DotNetBootstrap;

/// <summary>Reads what a function returned as a stream.</summary>
internal static class Streams
{
    public static ReadOnlyMemory<byte> ToMemory(Stream stream)
    {
        using (stream)
        {
            var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.GetBuffer().AsMemory(0, (int)copy.Length);
        }
    }
}
