using System.Globalization;

namespace Unkai.Compute;

/// <summary>Lambda's own log lines in its text format.</summary>
/// <remarks>Source: Lambda developer guide, "Viewing CloudWatch logs for Lambda functions", "Understanding the Lambda execution environment lifecycle".</remarks>
internal static class PlatformLines
{
    public static string InitStart(RuntimeIdentifier runtime, string region)
    {
        var name = runtime.Family switch
        {
            RuntimeFamily.Python => "python:" + runtime.Name[6..],
            RuntimeFamily.NodeJs => "nodejs:" + runtime.Name[6..^2],
            RuntimeFamily.DotNet => "dotnet:" + runtime.Name[6..],
            RuntimeFamily.Provided or RuntimeFamily.Ruby or RuntimeFamily.Java => runtime.Name.Replace('.', ':'),
            _ => throw new ArgumentOutOfRangeException(nameof(runtime)),
        };
        return $"INIT_START Runtime Version: {name}.unkai\tRuntime Version ARN: arn:aws:lambda:{region}::runtime:unkai";
    }

    public static string Substitution(RuntimeSubstitution substitution) =>
        $"[WARNING]\tUnkai: {substitution.Wanted} is not installed on this machine: {substitution.Runtime} runs on {substitution.Used}";

    public static string InitReport(TimeSpan duration, string phase, string status, string? errorType) =>
        string.Create(CultureInfo.InvariantCulture, $"INIT_REPORT Init Duration: {duration.TotalMilliseconds:F2} ms\tPhase: {phase}\tStatus: {status}")
        + (errorType is null ? "" : "\tError Type: " + errorType);

    public static string Start(string requestId, string version) => $"START RequestId: {requestId} Version: {version}";

    public static string End(string requestId) => $"END RequestId: {requestId}";

    public static string Report(string requestId, InvocationResult result, int memoryMegabytes)
    {
        var init = result.InitDuration is { } duration
            ? string.Create(CultureInfo.InvariantCulture, $"Init Duration: {duration.TotalMilliseconds:F2} ms\t")
            : "";
        var status = result.Status switch
        {
            InvocationStatus.TimedOut => "Status: timeout",
            InvocationStatus.OutOfMemory => "Status: error\tError Type: Runtime.OutOfMemory",
            InvocationStatus.Crashed => "Status: error\tError Type: " + result.ErrorType,
            _ => "",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"REPORT RequestId: {requestId}\tDuration: {result.Duration.TotalMilliseconds:F2} ms\tBilled Duration: {result.BilledMilliseconds} ms\tMemory Size: {memoryMegabytes} MB\tMax Memory Used: {result.MemoryUsedMegabytesMax} MB\t{init}{status}");
    }
}
