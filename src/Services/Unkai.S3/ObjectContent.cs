using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.S3.Uploads;
using Unkai.Storage;

namespace Unkai.S3;

/// <summary>An object's bytes as a stream, whole or in part, whether they are one body or an upload's parts.</summary>
internal static class ObjectContent
{
    /// <summary>The bodies of a version, in order, with their lengths.</summary>
    internal static async ValueTask<IReadOnlyList<Body>> BodiesAsync(Snapshot snapshot, ObjectRecord record) =>
        record.UploadId is { } upload ? [.. (await PartList.ReadAsync(snapshot, upload)).Select(part => part.Value.Body)] : [record.Body];

    /// <summary>A payload over a part of the bytes.</summary>
    internal static Payload Open(Call call, IReadOnlyList<Body> bodies, ByteRange range)
    {
        if (bodies is [{ Blob: null } only])
        {
            return Payload.FromBytes(only.Inline.Slice((int)range.Start, (int)range.Length));
        }

        return Payload.FromSource(() => new BodiesStream(call.Blobs, bodies, range), range.Length);
    }

    /// <summary>All bytes of a version as a stream.</summary>
    internal static Stream OpenWhole(Call call, IReadOnlyList<Body> bodies, long size) => new BodiesStream(call.Blobs, bodies, new ByteRange(0, size));
}
