using Microsoft.AspNetCore.Http;
using Unkai.Api;

namespace Unkai.Wire.Bodies;

/// <summary>A body as the client sends it: one that breaks off or stalls is the client's error, not a defect of ours.</summary>
/// <remarks>Source: Amazon S3 API reference, error responses: IncompleteBody and RequestTimeout.</remarks>
internal sealed class ClientBody(Stream inner) : ForwardStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var reading = inner.ReadAsync(buffer, cancellationToken);
            return reading.IsCompletedSuccessfully ? reading : AwaitAsync(reading);
        }
        catch (IOException broken)
        {
            throw Refusal(broken);
        }
    }

    private static async ValueTask<int> AwaitAsync(ValueTask<int> reading)
    {
        try
        {
            return await reading;
        }
        catch (IOException broken)
        {
            throw Refusal(broken);
        }
    }

    private static AwsErrorException Refusal(IOException broken) => new(broken is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }
        ? new AwsError("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size")
        : broken is BadHttpRequestException { StatusCode: not StatusCodes.Status408RequestTimeout }
            ? new AwsError("IncompleteBody", 400, "You did not provide the number of bytes specified by the Content-Length HTTP header")
            : new AwsError("RequestTimeout", 400, "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed."));
}
