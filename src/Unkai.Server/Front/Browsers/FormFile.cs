using System.Globalization;
using Unkai.Api;
using Unkai.Storage;

namespace Unkai.Server.Front.Browsers;

/// <summary>Takes a posted file in: its length is known only at its end, and has bounds.</summary>
internal static class FormFile
{
    /// <summary>The largest object of one upload, in bytes: 5 GiB.</summary>
    internal const long BytesMax = 5L * 1024 * 1024 * 1024;

    internal static async ValueTask<Outcome<Body>> TakeAsync(Visit visit, Stream file, long min, long max)
    {
        await using var bounded = new BoundedStream(file, max);
        try
        {
            var body = await visit.World.Store.Blobs.WriteAsync(bounded, visit.Cancellation);
            return bounded.IsExceeded ? Error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", bounded.Position, "MaxSizeAllowed", max)
                : body.Length < min ? Error("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", body.Length, "MinSizeAllowed", min)
                : body;
        }
        catch (Exception broken) when (broken is InvalidDataException || (broken is IOException && !visit.Context.RequestAborted.IsCancellationRequested))
        {
            return new AwsError("MalformedPOSTRequest", 400, "The body of your POST request is not well-formed multipart/form-data.");
        }
    }

    private static AwsError Error(string code, string message, long size, string bound, long value) => new(code, 400, message)
    {
        Extra = [new("ProposedSize", size.ToString(CultureInfo.InvariantCulture)), new(bound, value.ToString(CultureInfo.InvariantCulture))],
    };

    /// <summary>Ends early when there is more than allowed.</summary>
    private sealed class BoundedStream(Stream inner, long max) : ForwardStream
    {
        private long _position;

        internal bool IsExceeded => _position > max;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (IsExceeded)
            {
                return 0;
            }

            var read = await inner.ReadAsync(buffer, cancellationToken);
            _position += read;
            return read;
        }
    }
}
