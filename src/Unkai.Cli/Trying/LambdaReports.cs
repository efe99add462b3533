using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Unkai.Cli.Trying;

/// <summary>Reads the REPORT lines that Lambda writes at the end of each invocation.</summary>
internal static partial class LambdaReports
{
    /// <param name="RequestId">The invocation.</param>
    /// <param name="BilledMilliseconds">What is paid for.</param>
    /// <param name="MemoryMegabytes">The function's size.</param>
    internal sealed record Report(string RequestId, long BilledMilliseconds, int MemoryMegabytes);

    internal static async Task<List<Report>> ReadAsync(AwsHttp aws, string group, CancellationToken cancellation)
    {
        var reports = new List<Report>();
        string? token = null;
        do
        {
            var page = await aws.JsonAsync("logs", "Logs_20140328.FilterLogEvents", token is null ? new { logGroupName = group } : new { logGroupName = group, nextToken = token }, cancellation);
            foreach (var entry in page.TryGetProperty("events", out var events) ? events.EnumerateArray() : default)
            {
                if (Line().Match(entry.GetProperty("message").GetString()!) is { Success: true } match)
                {
                    reports.Add(new Report(
                        match.Groups[1].Value, long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture)));
                }
            }

            token = page.TryGetProperty("nextToken", out var next) ? next.GetString() : null;
        }
        while (token is not null);
        return reports;
    }

    [GeneratedRegex(@"^REPORT RequestId: (\S+)\s.*Billed Duration: (\d+) ms\s+Memory Size: (\d+) MB")]
    private static partial Regex Line();
}
