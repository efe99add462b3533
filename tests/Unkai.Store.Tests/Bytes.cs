using System.Text;

namespace Unkai.Storage.Tests;

internal static class Bytes
{
    public static byte[] Of(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    public static string? Text(ReadOnlyMemory<byte>? bytes) => bytes is { } present ? Text(present.Span) : null;
}
