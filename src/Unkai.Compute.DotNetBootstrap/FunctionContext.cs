using System.Reflection;
using System.Text.Json;

namespace Unkai.Compute.DotNetBootstrap;

#pragma warning disable CA1852 // DispatchProxy derives from it at run time.
/// <summary>Implements the interfaces of the package's Amazon.Lambda.Core, whatever its version: their properties by name.</summary>
internal class FunctionContext : DispatchProxy
{
    private const string Namespace = "Amazon.Lambda.Core.";

    private Func<MethodInfo, object?[]?, object?> _answer = static (_, _) => null;

    public static bool IsContext(Type type) => type.FullName == Namespace + "ILambdaContext";

    public static object Create(Type type, Invocation invocation) =>
        Make(type, (method, _) => method.Name switch
        {
            "get_AwsRequestId" => invocation.RequestId,
            "get_InvokedFunctionArn" => invocation.FunctionArn,
            "get_FunctionName" => Variable("AWS_LAMBDA_FUNCTION_NAME"),
            "get_FunctionVersion" => Variable("AWS_LAMBDA_FUNCTION_VERSION"),
            "get_LogGroupName" => Variable("AWS_LAMBDA_LOG_GROUP_NAME"),
            "get_LogStreamName" => Variable("AWS_LAMBDA_LOG_STREAM_NAME"),
            "get_MemoryLimitInMB" => int.Parse(Variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE") ?? "128", System.Globalization.CultureInfo.InvariantCulture),
            "get_RemainingTime" => invocation.RemainingTime,
            "get_TraceId" => invocation.TraceId,
            "get_Logger" => Make(method.ReturnType, Log),
            "get_Identity" => Make(method.ReturnType, (property, _) => Property(invocation.CognitoIdentity, property)),
            "get_ClientContext" => invocation.ClientContext is null ? null : Make(method.ReturnType, (property, _) => ClientProperty(invocation.ClientContext, property)),
            _ => Default(method.ReturnType),
        });

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!, args);

    private static object Make(Type type, Func<MethodInfo, object?[]?, object?> answer)
    {
        var proxy = DispatchProxy.Create(type, typeof(FunctionContext));
        ((FunctionContext)proxy)._answer = answer;
        return proxy;
    }

    private static object? Log(MethodInfo method, object?[]? arguments)
    {
        // Log(message), LogLine(message), LogInformation(message), Log(level, message, …): the last text is the message.
        var text = arguments?.OfType<string>().LastOrDefault() ?? "";
        if (method.Name == "Log" && arguments is [string])
        {
            Console.Out.Write(text);
        }
        else
        {
            Console.Out.WriteLine(text);
        }

        return Default(method.ReturnType);
    }

    private static object? ClientProperty(string json, MethodInfo property)
    {
        using var document = JsonDocument.Parse(json);
        return property.Name switch
        {
            "get_Custom" => Dictionary(document, "custom"),
            "get_Environment" => Dictionary(document, "env"),
            "get_Client" when document.RootElement.TryGetProperty("client", out var client) => MakeClient(property.ReturnType, client.GetRawText()),
            _ => Default(property.ReturnType),
        };
    }

    private static object MakeClient(Type type, string json) => Make(type, (property, _) => Property(json, property));

    private static Dictionary<string, string> Dictionary(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var element) && element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value.ToString())
            : [];

    private static object? Property(string? json, MethodInfo property)
    {
        if (json is null || !property.Name.StartsWith("get_", StringComparison.Ordinal))
        {
            return Default(property.ReturnType);
        }

        // IdentityId is cognitoIdentityId, AppTitle is app_title: compared without underscores and case, by the end.
        using var document = JsonDocument.Parse(json);
        var wanted = property.Name[4..];
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.Name.Replace("_", "", StringComparison.Ordinal).EndsWith(wanted, StringComparison.OrdinalIgnoreCase))
            {
                return member.Value.ToString();
            }
        }

        return null;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    private static object? Default(Type type) => type.IsValueType && type != typeof(void) ? Activator.CreateInstance(type) : null;
}
