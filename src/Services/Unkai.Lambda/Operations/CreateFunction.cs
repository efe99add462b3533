using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Model;

namespace Unkai.Lambda.Operations;

/// <summary>Makes a function of a package and a role that trusts Lambda.</summary>
internal sealed class CreateFunction : IOperation<CreateFunctionRequest, FunctionConfiguration>
{
    public async ValueTask<Outcome<FunctionConfiguration>> ExecuteAsync(Call call, CreateFunctionRequest request)
    {
        var parsed = FunctionReference.Parse(call, request.FunctionName);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var reference = parsed.Value;
        if (Check(request, reference) is { } refused)
        {
            return refused;
        }

        if (await call.ReadAsync(snapshot => LambdaTables.Functions.ContainsAsync(snapshot, reference.Key)))
        {
            return AlreadyThere(reference);
        }

        if (await Roles.CheckAsync(call, request.Role!, reference.Name) is { } notAssumable)
        {
            return notAssumable;
        }

        var code = request.Code!;
        var package = await FunctionPackages.TakeAsync(call, code.ZipFile, code.S3Bucket, code.S3Key, code.S3ObjectVersion);
        if (package.IsError)
        {
            return package.Error;
        }

        var version = NewVersion(call, request, reference, package.Value);
        return await call.TransactAsync<FunctionConfiguration>(async transaction =>
        {
            if (await LambdaTables.Functions.ContainsAsync(transaction, reference.Key))
            {
                return AlreadyThere(reference);
            }

            LambdaTables.Functions.Put(transaction, reference.Key, new FunctionRecord { Tags = request.Tags ?? [] });
            Versions.Put(transaction, reference, version, package.Value.Body);
            if (request.Publish is not true)
            {
                return FunctionShapes.Describe(reference, version, null);
            }

            var published = await Versions.PublishAsync(call, transaction, reference, version, null);
            return FunctionShapes.Describe(reference, published, Functions.TextOf(published.Number));
        });
    }

    private static AwsError? Check(CreateFunctionRequest request, FunctionReference reference) =>
        reference.Qualifier is not null ? LambdaErrors.InvalidParameter("The function name must not have a qualifier.")
        : request.PackageType == "Image" || request.Code?.ImageUri is not null ? LambdaErrors.NotImplemented("CreateFunction with PackageType Image")
        : request.CodeSigningConfigArn is not null ? LambdaErrors.NotImplemented("CodeSigningConfigArn")
        : request.PublishTo is not null ? LambdaErrors.NotImplemented("PublishTo")
        : request.TenancyConfig is not null ? LambdaErrors.NotImplemented("TenancyConfig")
        : ConfigurationRules.CheckImplemented(
            request.Layers, request.FileSystemConfigs, request.VpcConfig, request.ImageConfig, request.SnapStart, request.LoggingConfig, request.CapacityProviderConfig, request.DurableConfig) is { } later ? later
        : request.Runtime is null ? LambdaErrors.InvalidParameter("Runtime is mandatory for functions created with deployment packages.")
        : string.IsNullOrEmpty(request.Handler) ? LambdaErrors.InvalidParameter("Handler is mandatory for functions created with deployment packages.")
        : ConfigurationRules.CheckRuntime(request.Runtime)
            ?? ConfigurationRules.CheckSizes(request.MemorySize, request.Timeout, request.EphemeralStorage?.Size)
            ?? ConfigurationRules.CheckVariables(request.Environment?.Variables)
            ?? ConfigurationRules.CheckDeadLetter(request.DeadLetterConfig?.TargetArn)
            ?? TagRules.Check(request.Tags);

    private static VersionRecord NewVersion(Call call, CreateFunctionRequest request, FunctionReference reference, NewPackage package) => new()
    {
        Runtime = request.Runtime!,
        Handler = request.Handler!,
        Role = request.Role!,
        Description = request.Description ?? "",
        TimeoutSeconds = request.Timeout ?? 3,
        MemoryMegabytes = request.MemorySize ?? 128,
        StorageMegabytes = request.EphemeralStorage?.Size ?? 512,
        Variables = request.Environment?.Variables,
        KmsKeyArn = request.KMSKeyArn,
        DeadLetterTarget = string.IsNullOrEmpty(request.DeadLetterConfig?.TargetArn) ? null : request.DeadLetterConfig.TargetArn,
        Tracing = request.TracingConfig?.Mode ?? "PassThrough",
        Architecture = request.Architectures is [var architecture, ..] ? architecture : "x86_64",
        LogGroup = request.LoggingConfig?.LogGroup ?? "/aws/lambda/" + reference.Name,
        RevisionId = call.Random.NextGuid().ToString(),
        LastModified = call.Clock.GetUtcNow(),
        CodeSha256 = package.Sha256,
        CodeSizeBytes = package.SizeBytes,
    };

    private static AwsError AlreadyThere(FunctionReference reference) => LambdaErrors.Conflict($"Function already exist: {reference.Name}");
}
