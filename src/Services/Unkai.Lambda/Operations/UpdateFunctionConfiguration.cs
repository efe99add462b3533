using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Model;

namespace Unkai.Lambda.Operations;

/// <summary>Changes what is given of <c>$LATEST</c>'s configuration.</summary>
internal sealed class UpdateFunctionConfiguration : IOperation<UpdateFunctionConfigurationRequest, FunctionConfiguration>
{
    public async ValueTask<Outcome<FunctionConfiguration>> ExecuteAsync(Call call, UpdateFunctionConfigurationRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        if (Check(request) is { } refused)
        {
            return refused;
        }

        var reference = parsed.Value with { Qualifier = null };
        if (request.Role is { } role && await Roles.CheckAsync(call, role, reference.Name) is { } notAssumable)
        {
            return notAssumable;
        }

        return await call.TransactAsync<FunctionConfiguration>(async transaction =>
        {
            var latest = await Functions.FindVersionAsync(transaction, reference);
            if (latest.IsError)
            {
                return latest.Error;
            }

            if (Versions.CheckRevision(request.RevisionId, latest.Value.RevisionId) is { } changed)
            {
                return changed;
            }

            var updated = Apply(call, request, latest.Value);
            Versions.PutConfiguration(transaction, reference, updated);
            return FunctionShapes.Describe(reference, updated, null);
        });
    }

    private static AwsError? Check(UpdateFunctionConfigurationRequest request) =>
        ConfigurationRules.CheckImplemented(
            request.Layers, request.FileSystemConfigs, request.VpcConfig, request.ImageConfig, request.SnapStart, request.LoggingConfig, request.CapacityProviderConfig, request.DurableConfig)
        ?? (request.Runtime is { } runtime ? ConfigurationRules.CheckRuntime(runtime) : null)
        ?? ConfigurationRules.CheckSizes(request.MemorySize, request.Timeout, request.EphemeralStorage?.Size)
        ?? ConfigurationRules.CheckVariables(request.Environment?.Variables)
        ?? ConfigurationRules.CheckDeadLetter(request.DeadLetterConfig?.TargetArn);

    private static VersionRecord Apply(Call call, UpdateFunctionConfigurationRequest request, VersionRecord latest) => latest with
    {
        Runtime = request.Runtime ?? latest.Runtime,
        Handler = request.Handler ?? latest.Handler,
        Role = request.Role ?? latest.Role,
        Description = request.Description ?? latest.Description,
        TimeoutSeconds = request.Timeout ?? latest.TimeoutSeconds,
        MemoryMegabytes = request.MemorySize ?? latest.MemoryMegabytes,
        StorageMegabytes = request.EphemeralStorage?.Size ?? latest.StorageMegabytes,
        Variables = request.Environment is null ? latest.Variables : request.Environment.Variables is { Count: > 0 } variables ? variables : null,
        KmsKeyArn = request.KMSKeyArn is null ? latest.KmsKeyArn : request.KMSKeyArn.Length == 0 ? null : request.KMSKeyArn,
        DeadLetterTarget = request.DeadLetterConfig is null ? latest.DeadLetterTarget
            : string.IsNullOrEmpty(request.DeadLetterConfig.TargetArn) ? null : request.DeadLetterConfig.TargetArn,
        Tracing = request.TracingConfig?.Mode ?? latest.Tracing,
        LogGroup = request.LoggingConfig?.LogGroup ?? latest.LogGroup,
        RevisionId = call.Random.NextGuid().ToString(),
        LastModified = call.Clock.GetUtcNow(),
    };
}
