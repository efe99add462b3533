using System.Globalization;

namespace Unkai.Compute;

/// <summary>A function's environment variables: the user's, Lambda's, and none of the server's.</summary>
/// <remarks>Source: Lambda developer guide, "Defined runtime environment variables"; which are reserved and which the user may replace.</remarks>
internal static class FunctionVariables
{
    public static Dictionary<string, string> For(
        FunctionDefinition definition,
        RuntimeFamily family,
        Interpreter? interpreter,
        SandboxPaths paths,
        FunctionCredentials? credentials,
        string runtimeApi,
        string logStream,
        Uri? cloud,
        bool hasLocalSocket)
    {
        var interpreterFolder = interpreter is null ? "" : Path.GetDirectoryName(interpreter.Executable) + ":";
        var variables = new Dictionary<string, string>
        {
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["PATH"] = interpreterFolder + "/usr/local/bin:/usr/bin:/bin:" + paths.Opt + "/bin",
            ["LD_LIBRARY_PATH"] = $"{paths.Task}:{paths.Task}/lib:{paths.Opt}/lib",
        };
        if (paths.Temporary != "/tmp")
        {
            variables["TMPDIR"] = paths.Temporary;
        }

        if (cloud is not null)
        {
            variables["AWS_ENDPOINT_URL"] = cloud.GetLeftPart(UriPartial.Authority);

            // Some operations ask for a label before the host: an IP address takes none.
            variables["AWS_DISABLE_HOST_PREFIX_INJECTION"] = "true";
        }

        AddLanguage(variables, family, paths);
        foreach (var (name, value) in definition.Environment)
        {
            variables[name] = value;
        }

        AddReserved(variables, definition, paths, runtimeApi, logStream);
        AddCredentials(variables, credentials);
        if (hasLocalSocket && family != RuntimeFamily.Provided)
        {
            variables["UNKAI_RUNTIME_SOCKET"] = paths.RunDirectory + "/api";
        }

        if (interpreter?.SdkDirectory is { } sdk)
        {
            variables["UNKAI_SDK_DIRECTORY"] = sdk;
        }

        return variables;
    }

    private static void AddLanguage(Dictionary<string, string> variables, RuntimeFamily family, SandboxPaths paths)
    {
        switch (family)
        {
            case RuntimeFamily.Python:
                variables["PYTHONPATH"] = paths.Runtime;
                break;
            case RuntimeFamily.NodeJs:
                variables["NODE_PATH"] = $"{paths.Opt}/nodejs/node_modules:{paths.Runtime}/node_modules:{paths.Runtime}:{paths.Task}";
                break;
            case RuntimeFamily.DotNet:
                variables["DOTNET_ROLL_FORWARD"] = "Major";
                variables["DOTNET_gcServer"] = "0";
                variables["DOTNET_TieredPGO"] = "0";
                variables["DOTNET_EnableDiagnostics"] = "0";
                variables["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
                break;
            case RuntimeFamily.Provided or RuntimeFamily.Ruby or RuntimeFamily.Java:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(family));
        }
    }

    private static void AddReserved(Dictionary<string, string> variables, FunctionDefinition definition, SandboxPaths paths, string runtimeApi, string logStream)
    {
        variables["_HANDLER"] = definition.Handler;
        variables["AWS_REGION"] = definition.Region;
        variables["AWS_DEFAULT_REGION"] = definition.Region;
        variables["AWS_EXECUTION_ENV"] = "AWS_Lambda_" + definition.Runtime;
        variables["AWS_LAMBDA_FUNCTION_NAME"] = definition.Name;
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = definition.MemoryMegabytes.ToString(CultureInfo.InvariantCulture);
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = definition.Version;
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = definition.LogGroupOrDefault;
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = logStream;
        variables["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        variables["LAMBDA_TASK_ROOT"] = paths.Task;
        variables["LAMBDA_RUNTIME_DIR"] = paths.Runtime;
        variables["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR";
    }

    private static void AddCredentials(Dictionary<string, string> variables, FunctionCredentials? credentials)
    {
        if (credentials is not null)
        {
            variables["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId;
            variables["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey;
            variables["AWS_SESSION_TOKEN"] = credentials.SessionToken;
        }
    }
}
