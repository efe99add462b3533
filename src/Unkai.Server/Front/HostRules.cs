using System.Net;

namespace Unkai.Server.Front;

/// <summary>Which Host headers are answered: a page that a browser loaded from elsewhere must not reach the cloud by rebinding its own name to loopback.</summary>
internal static class HostRules
{
    private static readonly string[] s_cloudNames = ["amazonaws.com", "amazonaws.com.cn", "api.aws", "on.aws", "localhost.localstack.cloud"];

    /// <summary>Whether a server bound to loopback answers this host.</summary>
    /// <remarks>A label before 127.0.0.1 is what SDKs make of an address; no resolver knows such a name, so no page can have one.</remarks>
    internal static bool IsLocalOrCloud(string host)
    {
        if (host.Length == 0)
        {
            return true;
        }

        var name = host.TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".127.0.0.1", StringComparison.Ordinal)
            || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))
            || Array.Exists(s_cloudNames, cloud => name.EndsWith(cloud, StringComparison.OrdinalIgnoreCase) && (name.Length == cloud.Length || name[^(cloud.Length + 1)] == '.'));
    }

    /// <summary>Whether a browser's Origin header is a page of this machine.</summary>
    internal static bool IsLocalOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && (uri.IsLoopback || uri.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));
}
