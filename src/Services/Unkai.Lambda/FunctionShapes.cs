using System.Globalization;
using Unkai.Api.Lambda;
using Unkai.Lambda.Model;

namespace Unkai.Lambda;

/// <summary>Records as the API shows them.</summary>
internal static class FunctionShapes
{
    /// <summary>A version; its ARN ends in <paramref name="qualifier"/>, if there is one.</summary>
    internal static FunctionConfiguration Describe(FunctionReference reference, VersionRecord version, string? qualifier) => new()
    {
        FunctionName = reference.Name,
        FunctionArn = qualifier is null ? reference.FunctionArn : $"{reference.FunctionArn}:{qualifier}",
        Runtime = version.Runtime,
        Role = version.Role,
        Handler = version.Handler,
        CodeSize = version.CodeSizeBytes,
        Description = version.Description,
        Timeout = version.TimeoutSeconds,
        MemorySize = version.MemoryMegabytes,
        LastModified = TimeText(version.LastModified),
        CodeSha256 = version.CodeSha256,
        Version = Functions.TextOf(version.Number),
        VpcConfig = new VpcConfigResponse { SubnetIds = [], SecurityGroupIds = [], VpcId = "", Ipv6AllowedForDualStack = false },
        DeadLetterConfig = version.DeadLetterTarget is { } target ? new DeadLetterConfig { TargetArn = target } : null,
        Environment = version.Variables is { } variables ? new EnvironmentResponse { Variables = variables } : null,
        KMSKeyArn = version.KmsKeyArn,
        TracingConfig = new TracingConfigResponse { Mode = version.Tracing },
        RevisionId = version.RevisionId,
        State = "Active",
        LastUpdateStatus = "Successful",
        PackageType = "Zip",
        Architectures = [version.Architecture],
        EphemeralStorage = new EphemeralStorage { Size = version.StorageMegabytes },
        SnapStart = new SnapStartResponse { ApplyOn = "None", OptimizationStatus = "Off" },
        RuntimeVersionConfig = new RuntimeVersionConfig { RuntimeVersionArn = "arn:aws:lambda:" + reference.Region + "::runtime:" + new string('0', 64) },
        LoggingConfig = new LoggingConfig { LogFormat = "Text", LogGroup = version.LogGroup },
    };

    /// <summary>ISO 8601 with milliseconds and <c>+0000</c>.</summary>
    internal static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    internal static AliasConfiguration Describe(FunctionReference reference, string name, AliasRecord alias) => new()
    {
        AliasArn = $"{reference.FunctionArn}:{name}",
        Name = name,
        FunctionVersion = Functions.TextOf(alias.Version),
        Description = alias.Description,
        RoutingConfig = alias.OtherVersion is { } other
            ? new AliasRoutingConfiguration { AdditionalVersionWeights = new Dictionary<string, double> { [Functions.TextOf(other)] = alias.OtherWeight } }
            : null,
        RevisionId = alias.RevisionId,
    };
}
