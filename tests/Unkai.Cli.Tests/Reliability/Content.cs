using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Unkai.Cli.Tests.Reliability;

/// <summary>What is written under a serial: it follows from the serial alone, so that half of it, or a mixture, is known for what it is.</summary>
internal static class Content
{
    private static readonly DateTimeOffset s_zipTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>An object's body: its serial, then noise. One in three is larger than 16 KB and so becomes a file.</summary>
    internal static byte[] Object(int serial)
    {
        var random = new Random(serial);
        var body = new byte[sizeof(int) + (serial % 3 == 0 ? 17_000 + random.Next(50_000) : random.Next(3000))];
        random.NextBytes(body);
        BinaryPrimitives.WriteInt32LittleEndian(body, serial);
        return body;
    }

    /// <returns>The serial whose content the body is; null when it is none's.</returns>
    internal static int? SerialOf(ReadOnlySpan<byte> body) =>
        body.Length >= sizeof(int) && BinaryPrimitives.ReadInt32LittleEndian(body) is > 0 and var serial && body.SequenceEqual(Object(serial)) ? serial : null;

    internal static string Message(int serial) => $"{serial}:{new string((char)('a' + (serial % 26)), serial % 5 == 0 ? 30_000 : serial % 500)}";

    /// <summary>A function's package: it answers its serial.</summary>
    internal static byte[] Package(int serial) => PackageOf($"def handler(event, context):\n    return {serial}\n", serial % 2 == 0 ? Object(serial * 3) : []);

    /// <summary>A package of Python code, with something beside it.</summary>
    internal static byte[] PackageOf(string code, byte[]? noise = null)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "index.py", Encoding.UTF8.GetBytes(code));
            Add(archive, "noise", noise ?? []);
        }

        return stream.ToArray();
    }

    internal static string HashOf(byte[] package) => Convert.ToBase64String(SHA256.HashData(package));

    private static void Add(ZipArchive archive, string name, byte[] content)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = s_zipTime;
        using var target = entry.Open();
        target.Write(content);
    }
}
