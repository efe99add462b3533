using System.Text;
using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Invocations;
using Unkai.Lambda.Jobs;

namespace Unkai.Lambda.Operations;

/// <summary>Runs a function, now or as an event.</summary>
internal sealed class Invoke : IOperation<InvocationRequest, InvocationResponse>
{
    private const int ClientContextBytesMax = 3_583;

    public async ValueTask<Outcome<InvocationResponse>> ExecuteAsync(Call call, InvocationRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName, request.Qualifier);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        if ((request.DurableExecutionName ?? request.TenantId) is not null)
        {
            return LambdaErrors.NotImplemented(request.TenantId is null ? "DurableExecutionName" : "TenantId");
        }

        var found = await InvocationTarget.FindAsync(call, parsed.Value);
        if (found.IsError)
        {
            return found.Error;
        }

        var target = found.Value;
        if (call.Caller.Kind == PrincipalKind.Service && !Permissions.AllowsService(target.Function, parsed.Value.Qualifier, call.Caller.UserId))
        {
            return LambdaErrors.AccessDenied(
                $"User: {call.Caller.UserId} is not authorized to perform: lambda:InvokeFunction on resource: {parsed.Value.QualifiedArn} because no resource-based policy allows the lambda:InvokeFunction action");
        }

        if (request.InvocationType == InvocationType.DryRun)
        {
            return new InvocationResponse { StatusCode = 204, ExecutedVersion = Functions.TextOf(target.Version.Number) };
        }

        var payload = request.Payload ?? default;
        var isEvent = request.InvocationType == InvocationType.Event;
        if (Invocation.CheckPayload(payload, isEvent) is { } refused)
        {
            return refused;
        }

        if (isEvent)
        {
            await InvokeEvent.AcceptAsync(call, parsed.Value, payload);
            return new InvocationResponse { StatusCode = 202 };
        }

        var context = ReadClientContext(request.ClientContext);
        return context.IsError ? context.Error : await RunAsync(call, target, payload, context.Value, request.LogType == LogType.Tail);
    }

    private static async ValueTask<Outcome<InvocationResponse>> RunAsync(Call call, InvocationTarget target, ReadOnlyMemory<byte> payload, string? context, bool wantsTail)
    {
        var run = await Invocation.RunAsync(call, target, payload, call.RequestId, context);
        return run.IsError ? run.Error : new InvocationResponse
        {
            StatusCode = 200,
            FunctionError = run.Value.FunctionError,
            LogResult = wantsTail ? Convert.ToBase64String(run.Value.LogTail.Span) : null,
            Payload = run.Value.Payload,
            ExecutedVersion = Functions.TextOf(target.Version.Number),
        };
    }

    private static Outcome<string?> ReadClientContext(string? encoded)
    {
        if (encoded is null)
        {
            return (string?)null!;
        }

        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) && length <= ClientContextBytesMax
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : LambdaErrors.InvalidContent("Client context must be a valid Base64-encoded JSON object.");
    }
}
