using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Unkai.Wire.Protocols;

/// <summary>Reads a request's body whole, up to a bound.</summary>
internal static class WholeBody
{
    public delegate TResult Use<TState, TResult>(ReadOnlySpan<byte> body, TState state);

    /// <summary>Lets <paramref name="use"/> see the body; false when it is larger than <paramref name="maxBytes"/>.</summary>
    public static async ValueTask<(bool Fits, TResult? Result)> ReadAsync<TState, TResult>(
        HttpRequest request, int maxBytes, TState state, Use<TState, TResult> use, CancellationToken cancellation)
    {
        if (request.ContentLength > maxBytes)
        {
            return (false, default);
        }

        if (request.ContentLength == 0)
        {
            return (true, use([], state));
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var buffer = read.Buffer;
            if (buffer.Length > maxBytes)
            {
                reader.AdvanceTo(buffer.End);
                return (false, default);
            }

            if (!read.IsCompleted)
            {
                reader.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }

            try
            {
                return (true, UseBuffer(buffer, state, use));
            }
            finally
            {
                reader.AdvanceTo(buffer.End);
            }
        }
    }

    /// <summary>The bytes of a gzip body; null when it is none, or larger than the bound.</summary>
    public static byte[]? Unzip(ReadOnlySpan<byte> body, int maxBytes)
    {
        try
        {
            using var source = new GZipStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
            using var target = new MemoryStream();
            var chunk = new byte[16 * 1024];
            while (source.Read(chunk) is var count and > 0)
            {
                if (target.Length + count > maxBytes)
                {
                    return null;
                }

                target.Write(chunk, 0, count);
            }

            return target.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static TResult UseBuffer<TState, TResult>(in ReadOnlySequence<byte> buffer, TState state, Use<TState, TResult> use)
    {
        if (buffer.IsSingleSegment)
        {
            return use(buffer.FirstSpan, state);
        }

        var length = (int)buffer.Length;
        var joined = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            buffer.CopyTo(joined);
            return use(joined.AsSpan(0, length), state);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }
}
