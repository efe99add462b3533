using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>Runs a function and hands its answer out as a stream: in pieces, once the function has answered.</summary>
internal sealed class InvokeWithResponseStream : IOperation<InvokeWithResponseStreamRequest, InvokeWithResponseStreamResponse>
{
    private const int PieceBytesMax = 64 * 1024;

    public async ValueTask<Outcome<InvokeWithResponseStreamResponse>> ExecuteAsync(Call call, InvokeWithResponseStreamRequest request)
    {
        var invoked = await new Invoke().ExecuteAsync(call, new InvocationRequest
        {
            FunctionName = request.FunctionName,
            Qualifier = request.Qualifier,
            InvocationType = request.InvocationType,
            LogType = request.LogType,
            ClientContext = request.ClientContext,
            Payload = request.Payload,
            TenantId = request.TenantId,
        });
        return invoked.IsError ? invoked.Error : new InvokeWithResponseStreamResponse
        {
            StatusCode = invoked.Value.StatusCode,
            ExecutedVersion = invoked.Value.ExecutedVersion,
            EventStream = Pieces(invoked.Value).ToAsyncEnumerable(),
        };
    }

    private static IEnumerable<InvokeWithResponseStreamResponseEvent> Pieces(InvocationResponse response)
    {
        var payload = response.FunctionError is null ? response.Payload ?? default : default;
        for (var at = 0; at < payload.Length; at += PieceBytesMax)
        {
            yield return new InvokeWithResponseStreamResponseEvent
            {
                PayloadChunk = new InvokeResponseStreamUpdate { Payload = payload.Slice(at, Math.Min(PieceBytesMax, payload.Length - at)) },
            };
        }

        yield return new InvokeWithResponseStreamResponseEvent
        {
            InvokeComplete = new InvokeWithResponseStreamCompleteEvent
            {
                ErrorCode = response.FunctionError,
                ErrorDetails = response.FunctionError is null ? null : System.Text.Encoding.UTF8.GetString((response.Payload ?? default).Span),
                LogResult = response.LogResult,
            },
        };
    }
}
