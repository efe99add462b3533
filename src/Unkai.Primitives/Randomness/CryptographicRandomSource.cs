using System.Security.Cryptography;

namespace Unkai;

/// <summary>The operating system's generator, read in blocks: ids and secrets cannot be guessed.</summary>
public sealed class CryptographicRandomSource : IRandomSource
{
    private const int BlockBytes = 1024;

    [ThreadStatic]
    private static byte[]? t_block;

    [ThreadStatic]
    private static int t_used;

    /// <summary>The process's one instance; it has no state but a block a thread.</summary>
    public static CryptographicRandomSource Instance { get; } = new();

    /// <inheritdoc/>
    public void Fill(Span<byte> target)
    {
        if (target.Length > BlockBytes / 4)
        {
            Draw(target);
            return;
        }

        if (t_block is null || t_used + target.Length > BlockBytes)
        {
            t_block ??= new byte[BlockBytes];
            Draw(t_block);
            t_used = 0;
        }

        var taken = t_block.AsSpan(t_used, target.Length);
        taken.CopyTo(target);
        taken.Clear();
        t_used += target.Length;
    }

#pragma warning disable RS0030 // This is the seam: the one place that draws chance from the system.
    private static void Draw(Span<byte> target) => RandomNumberGenerator.Fill(target);
#pragma warning restore RS0030
}
