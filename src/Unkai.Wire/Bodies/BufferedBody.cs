using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Unkai.Wire.Bodies;

/// <summary>Reads a small body whole and puts it back, so that it can be hashed first and decoded after.</summary>
internal static class BufferedBody
{
    /// <returns>Null when the body is larger than <paramref name="maxBytes"/>.</returns>
    internal static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        if (request.ContentLength > maxBytes)
        {
            return null;
        }

        while (true)
        {
            var result = await request.BodyReader.ReadAsync(cancellation);
            if (result.Buffer.Length > maxBytes)
            {
                request.BodyReader.AdvanceTo(result.Buffer.Start);
                return null;
            }

            if (result.IsCompleted)
            {
                var bytes = result.Buffer.ToArray();
                request.BodyReader.AdvanceTo(result.Buffer.End);
                request.Body = new MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true);
                return bytes;
            }

            request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
