using Microsoft.Extensions.Logging;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Validation;
using Unkai.Cloud.Authorization;
using Unkai.Cloud.Faults;
using Unkai.Cloud.Recording;
using Unkai.Storage;

namespace Unkai.Cloud;

/// <summary>The steps that every call takes, from outside or from another service: authorize, inject faults, validate, handle, record.</summary>
public sealed class Pipeline(ServiceCatalog services, IPolicySource policies, ILogger logger)
{
    /// <summary>What a caller inside the cloud sees of a broken connection.</summary>
    private static AwsError Unreachable { get; } = new("ServiceUnavailable", 503, "The connection broke off.");

    private readonly Authorizer _authorizer = new(policies);

    /// <summary>The services that the pipeline reaches.</summary>
    public ServiceCatalog Services { get; } = services;

    /// <summary>Carries out one call.</summary>
    public async ValueTask<Outcome<Shape>> ExecuteAsync(Call call, OperationContract operation, Shape request)
    {
        using var span = CallRecorder.StartSpan(call, operation);
        var started = call.World.Machine.Timestamp;
        string? wouldDeny = null;
        var drop = ConnectionDrop.None;
        Outcome<Shape> outcome;
        try
        {
            if (Services.Find(operation.Service.Name) is not { } service || service.Operations[operation.Index] is not { } handler)
            {
                outcome = AwsError.NotImplemented(operation.Service.Name, operation.Name);
            }
            else
            {
                var refusal = service.GuardsResources ? await service.AdmitAsync(call, operation, request) : null;
                if (refusal is null && call.World.Authorization != AuthorizationMode.Off)
                {
                    (refusal, var decision) = await _authorizer.AuthorizeAsync(call, service, operation, request);
                    if (call.World.Authorization == AuthorizationMode.Audit)
                    {
                        wouldDeny = refusal?.Message;
                        refusal = null;
                    }
                }

                if (refusal is null && service.GuardsResources && call.World.Authorization != AuthorizationMode.Enforce)
                {
                    refusal = await Authorizer.GuardAsync(call, service, operation, request);
                }

                if (refusal is null && !call.World.Faults.Rules.IsEmpty)
                {
                    (refusal, drop) = await CallFaults.InjectAsync(call, service, operation, request);
                    refusal ??= drop == ConnectionDrop.Before ? Unreachable : null;
                }

                refusal ??= RequestValidator.Validate(operation, request);
                outcome = refusal is not null ? refusal : await handler.ExecuteAsync(call, request);
            }
        }
        catch (AwsErrorException failed)
        {
            outcome = failed.Error;
        }
        catch (StoreContentionException)
        {
            outcome = Throttling(operation);
        }
        catch (WorldNotFoundException)
        {
            outcome = new AwsError("WorldNotFound", 400, $"There is no world '{call.World.Name}' any more: it was deleted while the call ran.");
        }
        catch (StoreUnavailableException unavailable)
        {
            PipelineLog.StoreUnavailable(logger, operation.Service.Name, operation.Name, unavailable);
            outcome = new AwsError(operation.Service.Protocols[0] == ProtocolKind.RestXml ? "ServiceUnavailable" : "ServiceUnavailableException", 503, $"The cloud's disk does not take writes: {unavailable.Message}");
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // The pipeline's door: what nobody foresaw becomes AWS's 500 and a log line.
        catch (Exception unforeseen)
#pragma warning restore CA1031
        {
            PipelineLog.Unforeseen(logger, operation.Service.Name, operation.Name, call.RequestId, unforeseen);
            outcome = new AwsError(
                operation.Service.Protocols[0] switch { ProtocolKind.RestXml => "InternalError", ProtocolKind.RestJson => "ServiceException", _ => "InternalFailure" },
                500,
                "We encountered an internal error. Please try again.");
        }

        if (outcome.IsError)
        {
            span?.SetTag("error.type", outcome.Error.Code);
        }

        call.World.Recorder.Record(call, operation, outcome.Error?.Code, call.World.Machine.ElapsedSince(started), wouldDeny);
        return drop == ConnectionDrop.None ? outcome
            : call is { Depth: 0, CalledVia: null } ? throw new ConnectionDroppedException()
            : Unreachable;
    }

    /// <summary>Which of these the caller may not do, each for itself; where policies do not count, what the resources themselves refuse.</summary>
    internal ValueTask<IReadOnlyList<AwsError?>> RefusalsAsync(Call call, ServiceContract service, IReadOnlyList<Access> accesses) =>
        call.World.Authorization == AuthorizationMode.Enforce
            ? _authorizer.RefusalsAsync(call, service, accesses)
            : ValueTask.FromResult<IReadOnlyList<AwsError?>>([.. accesses.Select(access => Services.Find(service.Name) is { GuardsResources: true } ? Authorizer.Guard(call, service, access) : null)]);

    private static AwsError Throttling(OperationContract operation) => operation.Service.Protocols[0] switch
    {
        ProtocolKind.RestXml => new AwsError("SlowDown", 503, "Please reduce your request rate."),
        ProtocolKind.Query or ProtocolKind.Ec2 => new AwsError("Throttling", 400, "Rate exceeded"),
        ProtocolKind.RestJson => new AwsError("TooManyRequestsException", 429, "Rate exceeded"),
        _ => new AwsError("ThrottlingException", 400, "Rate exceeded"),
    };
}
