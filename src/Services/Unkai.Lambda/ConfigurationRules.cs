using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Unkai.Api;
using Unkai.Api.Lambda;

namespace Unkai.Lambda;

/// <summary>What a configuration may say.</summary>
/// <remarks>Sources: Lambda API reference, CreateFunction; Lambda quotas; Lambda developer guide, "Defined runtime environment variables".</remarks>
internal static class ConfigurationRules
{
    private const int MemoryMegabytesMax = 10_240;
    private const int TimeoutSecondsMax = 900;
    private const int VariablesBytesMax = 4096;

    private static readonly FrozenSet<string> s_runtimes = new[]
    {
        "nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x", "nodejs16.x", "nodejs14.x", "python3.8", "python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14",
        "dotnet6", "dotnet8", "dotnet10", "java8.al2", "java11", "java17", "java21", "java25", "ruby3.2", "ruby3.3", "ruby3.4", "provided.al2", "provided.al2023", "provided",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> s_reserved = new[]
    {
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    }.ToFrozenSet();

    internal static AwsError? CheckRuntime(string runtime) => s_runtimes.Contains(runtime) ? null
        : LambdaErrors.InvalidParameter(
            $"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", s_runtimes.Order(StringComparer.Ordinal))}] or be a valid ARN");

    internal static AwsError? CheckSizes(int? memory, int? timeout, int? storage) =>
        memory is > MemoryMegabytesMax or < 128 ? TooLarge("memorySize", memory.Value, MemoryMegabytesMax)
        : timeout is > TimeoutSecondsMax or < 1 ? TooLarge("timeout", timeout.Value, TimeoutSecondsMax)
        : storage is > 10_240 or < 512 ? TooLarge("ephemeralStorage.size", storage.Value, 10_240)
        : null;

    internal static AwsError? CheckVariables(Dictionary<string, string>? variables)
    {
        if (variables is null)
        {
            return null;
        }

        var reserved = variables.Keys.Where(s_reserved.Contains).ToList();
        if (reserved.Count > 0)
        {
            return LambdaErrors.InvalidParameter(
                $"Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: {string.Join(", ", reserved)}");
        }

        var size = variables.Sum(variable => Encoding.UTF8.GetByteCount(variable.Key) + Encoding.UTF8.GetByteCount(variable.Value) + 6) + 1;
        return size > VariablesBytesMax
            ? LambdaErrors.InvalidParameter("Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: " + Measured(variables))
            : null;
    }

    /// <summary>What is not implemented is refused by name, never passed over.</summary>
    internal static AwsError? CheckImplemented(
        List<string>? layers, List<FileSystemConfig>? fileSystems, VpcConfig? vpc, ImageConfig? image, SnapStart? snapStart, LoggingConfig? logging, CapacityProviderConfig? capacity, DurableConfig? durable) =>
        layers is { Count: > 0 } ? LambdaErrors.NotImplemented("Layers")
        : fileSystems is { Count: > 0 } ? LambdaErrors.NotImplemented("FileSystemConfigs")
        : vpc is { SubnetIds.Count: > 0 } or { SecurityGroupIds.Count: > 0 } ? LambdaErrors.NotImplemented("VpcConfig with subnets")
        : image is not null ? LambdaErrors.NotImplemented("ImageConfig")
        : snapStart?.ApplyOn is not (null or "None") ? LambdaErrors.NotImplemented("SnapStart")
        : logging?.LogFormat is not (null or "Text") || (logging?.ApplicationLogLevel ?? logging?.SystemLogLevel) is not null ? LambdaErrors.NotImplemented("LoggingConfig with LogFormat JSON")
        : capacity is not null ? LambdaErrors.NotImplemented("CapacityProviderConfig")
        : durable is not null ? LambdaErrors.NotImplemented("DurableConfig")
        : null;

    internal static AwsError? CheckDeadLetter(string? target) =>
        string.IsNullOrEmpty(target) ? null
        : Arn.Parse(target) is not { } arn ? LambdaErrors.InvalidParameter($"The provided target ARN is invalid: {target}")
        : arn.Service != "sqs" ? LambdaErrors.NotImplemented($"DeadLetterConfig to {arn.Service}")
        : null;

    private static int Measured(Dictionary<string, string> variables) => variables.Sum(variable => variable.Key.Length + variable.Value.Length + 6) + 1;

    private static AwsError TooLarge(string member, int value, int max) => new(
        "ValidationException",
        400,
        string.Create(CultureInfo.InvariantCulture, $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: Member must have value less than or equal to {max}"));
}
