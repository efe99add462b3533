using System.Text;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Restoring;
using Unkai.S3.Selecting;

namespace Unkai.S3.Operations;

/// <summary>Filters an object's records by an SQL expression and streams what is left.</summary>
internal sealed class SelectObjectContent : IOperation<SelectObjectContentRequest, SelectObjectContentOutput>
{
    private const int ExpressionBytesMax = 256 * 1024;

    public async ValueTask<Outcome<SelectObjectContentOutput>> ExecuteAsync(Call call, SelectObjectContentRequest request)
    {
        if (UnsupportedHeaders.Check(request) is { } unsupported)
        {
            return unsupported;
        }

        var found = await ObjectReading.FindAsync(call, new GetObjectRequest { Bucket = request.Bucket, Key = request.Key, ExpectedBucketOwner = request.ExpectedBucketOwner });
        if (found.IsError)
        {
            return await S3Arns.HideMissingAsync(call, request.Bucket!, found.Error);
        }

        var reading = found.Value;
        if (Archives.CheckReadable(reading.Record, call.Clock.GetUtcNow()) is { } archived)
        {
            return archived;
        }

        var run = Prepare(call, request, reading.Record.Size);
        if (run.IsError)
        {
            return run.Error;
        }

        var events = run.Value.EventsAsync(ObjectContent.OpenWhole(call, reading.Bodies, reading.Record.Size), call.Cancellation).GetAsyncEnumerator(call.Cancellation);
        try
        {
            // What is wrong at once is an error like any other; what is wrong later ends the stream.
            await events.MoveNextAsync();
            return new SelectObjectContentOutput { Payload = Rest(events) };
        }
        catch (SelectException refused)
        {
            await events.DisposeAsync();
            return refused.Error;
        }
    }

    private static Outcome<SelectRun> Prepare(Call call, SelectObjectContentRequest request, long size)
    {
        if (request.Expression is not { Length: > 0 } expression || request.ExpressionType is null)
        {
            return SelectErrors.MissingParameter;
        }

        if (request.ExpressionType != "SQL")
        {
            return SelectErrors.InvalidExpressionType;
        }

        if (Encoding.UTF8.GetByteCount(expression) > ExpressionBytesMax)
        {
            return SelectErrors.ExpressionTooLong;
        }

        var input = SelectInput.Read(request.InputSerialization);
        if (input.IsError)
        {
            return input.Error;
        }

        var output = SelectOutput.Read(request.OutputSerialization);
        if (output.IsError)
        {
            return output.Error;
        }

        (long, long)? range = null;
        if (request.ScanRange is { } scan)
        {
            if (input.Value.IsGzip || input.Value.IsDocument || input.Value.AllowsQuotedDelimiters)
            {
                return SelectErrors.UnsupportedScanRange;
            }

            // An end alone means the last bytes.
            var (start, end) = scan.Start is null && scan.End is { } last ? (Math.Max(0, size - last), size) : (scan.Start ?? 0, scan.End ?? size);
            if (start < 0 || end < start)
            {
                return SelectErrors.InvalidScanRange;
            }

            range = (start, end);
        }

        try
        {
            return new SelectRun(SqlParser.Read(expression), input.Value, output.Value, range, request.RequestProgress?.Enabled == true, call.Clock.GetUtcNow());
        }
        catch (SelectException refused)
        {
            return refused.Error;
        }
    }

    private static async IAsyncEnumerable<SelectObjectContentEventStream> Rest(IAsyncEnumerator<SelectObjectContentEventStream> events)
    {
        await using (events)
        {
            do
            {
                yield return events.Current;
            }
            while (await NextAsync(events));
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<SelectObjectContentEventStream> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (SelectException refused)
        {
            throw new AwsErrorException(refused.Error);
        }
    }
}
