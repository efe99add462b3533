using System.Globalization;
using System.Text.Json;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Faults;
using Unkai.Compute;

namespace Unkai.Lambda.Invocations;

/// <summary>Runs a function once.</summary>
internal static class Invocation
{
    /// <summary>Source: Lambda quotas, 6 MB each way, as Lambda measures it.</summary>
    internal const int SyncBytesMax = 6_291_556;

    /// <summary>Source: Lambda API reference, Invoke: 1 MB for asynchronous invocations.</summary>
    internal const int AsyncBytesMax = 1_048_576;

    /// <summary>Why a payload cannot be taken; null when it can. An empty one is an empty object.</summary>
    internal static AwsError? CheckPayload(ReadOnlyMemory<byte> payload, bool isEvent)
    {
        if (isEvent && payload.Length > AsyncBytesMax)
        {
            return LambdaErrors.RequestTooLarge(payload.Length, AsyncBytesMax);
        }

        if (payload.Length > SyncBytesMax)
        {
            return LambdaErrors.SyncRequestTooLarge;
        }

        try
        {
            var reader = new Utf8JsonReader(payload.Span);
            while (!payload.IsEmpty && reader.Read())
            {
            }

            return null;
        }
        catch (JsonException failure)
        {
            return LambdaErrors.InvalidContent(
                $"Could not parse request body into json: Could not parse payload into json: unexpected character or end at line {failure.LineNumber + 1}, column {failure.BytePositionInLine + 1}");
        }
    }

    /// <summary>Runs the target's function; every way that a function ends is a result, and what keeps it from starting an error.</summary>
    /// <remarks>The function goes on when the caller has gone, as on AWS.</remarks>
    internal static async ValueTask<Outcome<InvocationResult>> RunAsync(Call call, InvocationTarget target, ReadOnlyMemory<byte> payload, string requestId, string? clientContext)
    {
        var directory = await FunctionPackages.DirectoryOfAsync(call, target.Reference, target.Version);
        if (directory.IsError)
        {
            return directory.Error;
        }

        var running = LambdaService.RunningOf(call.World);
        var context = new InvokeContext
        {
            RequestId = requestId,
            InvokedFunctionArn = target.Reference.QualifiedArn,
            TraceId = TraceOf(call),
            ClientContext = clientContext,
            CrashAfter = await CallFaults.DrawCrashAsync(call, target.Reference.FunctionArn),
        };
        var definition = await DefineAsync(call, target, directory.Value, running);
        var result = await RunAsync(call, target, definition, payload.IsEmpty ? "{}"u8.ToArray() : payload, context, running).WaitAsync(call.Cancellation);
        return result.Status switch
        {
            InvocationStatus.ThrottledByFunction => LambdaErrors.Throttled("ReservedFunctionConcurrentInvocationLimitExceeded"),
            InvocationStatus.ThrottledByAccount or InvocationStatus.ThrottledByMachine => LambdaErrors.Throttled("ConcurrentInvocationLimitExceeded"),
            InvocationStatus.Refused when result.Reason?.StartsWith("The role", StringComparison.Ordinal) == true => LambdaErrors.AccessDenied(result.Reason),
            InvocationStatus.Refused => LambdaErrors.InvalidRuntime(result.Reason ?? "The runtime is not available."),
            _ => result,
        };
    }

    private static async Task<InvocationResult> RunAsync(
        Call call, InvocationTarget target, FunctionDefinition definition, ReadOnlyMemory<byte> payload, InvokeContext context, RunningFunctions running)
    {
        using var activity = call.World.Background.BeginInvocation();
        var wasThrottled = false;
        try
        {
            var result = await call.World.Host<FunctionHost>().Pool.InvokeAsync(definition, payload, context, CancellationToken.None);
            wasThrottled = result.Status is InvocationStatus.ThrottledByFunction or InvocationStatus.ThrottledByAccount or InvocationStatus.ThrottledByMachine;
            return result;
        }
        finally
        {
            if (!wasThrottled)
            {
                running.End(target.Reference.FunctionArn);
            }
        }
    }

    private static async ValueTask<FunctionDefinition> DefineAsync(Call call, InvocationTarget target, string directory, RunningFunctions running)
    {
        var (reference, version) = (target.Reference, target.Version);

        // Worlds share the pool: a fork's function is another one.
        var scope = $"{call.World.Scope} {reference.FunctionArn}";
        var host = call.World.Host<FunctionHost>();
        return new FunctionDefinition
        {
            FunctionArn = scope,
            RevisionKey = version.RevisionId,
            Name = reference.Name,
            Version = Functions.TextOf(version.Number),
            Runtime = version.Runtime,
            Handler = version.Handler,
            CodeDirectory = directory,
            Environment = version.Variables ?? [],
            MemoryMegabytes = version.MemoryMegabytes,
            Timeout = TimeSpan.FromSeconds(version.TimeoutSeconds),
            EphemeralStorageMegabytes = version.StorageMegabytes,
            Credentials = _ => Roles.AssumeAsync(call, version.Role, reference.Name),
            CloudEndpoint = host.SandboxAddress is { } door ? await door() : host.CloudAddress(),
            CloudPort = host.CloudAddress()?.Port,
            Region = reference.Region,
            LogGroup = version.LogGroup,
            LogSink = running.Logs.SinkOf(reference, version.Role),
            WorldTime = call.Clock,
            ReservedConcurrency = target.Function.ReservedConcurrency,
            AccountKey = $"{call.World.Scope} {reference.Account} {reference.Region}",
            UnreservedConcurrency = target.UnreservedConcurrency,
        };
    }

    private static string TraceOf(Call call) => string.Create(
        CultureInfo.InvariantCulture,
        $"Root=1-{call.Clock.GetUtcNow().ToUnixTimeSeconds():x8}-{call.Random.NextHex(24)};Parent={call.Random.NextHex(16)};Sampled=0");
}
