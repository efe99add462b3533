using Unkai.Cloud;
using Unkai.Storage;

namespace Unkai.Lambda.Jobs;

/// <summary>Reads what a job carries.</summary>
internal static class EventBodies
{
    internal static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Call call, Body body)
    {
        if (body.Blob is null)
        {
            return body.Inline;
        }

        var bytes = new byte[body.Length];
        await using var stream = call.Blobs.OpenRead(body);
        await stream.ReadExactlyAsync(bytes, call.Cancellation);
        return bytes;
    }
}
