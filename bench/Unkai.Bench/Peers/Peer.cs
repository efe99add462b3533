using System.Globalization;

namespace Unkai.Bench;

/// <summary>A server of other people that speaks the same protocols: how it is started, and with which key.</summary>
/// <param name="Name">What the row calls it.</param>
/// <param name="Port">Where it listens, on loopback.</param>
/// <param name="AccessKey">The key that it takes.</param>
/// <param name="Secret">The key's secret; some verify it.</param>
/// <param name="Arguments">Its command line; gets the port and a folder of its own.</param>
internal sealed record Peer(string Name, int Port, string AccessKey, string Secret, Func<string, string, string[]> Arguments)
{
    internal static Peer Moto { get; } = new("moto", 4683, "test", "test", static (port, _) => ["-H", "127.0.0.1", "-p", port]);

    internal static Peer S3rver { get; } = new("s3rver", 4684, "S3RVER", "S3RVER", static (port, folder) => ["-a", "127.0.0.1", "-p", port, "-d", folder, "--silent"]);

    internal static Peer Dynalite { get; } = new("dynalite", 4685, "test", "test", static (port, folder) => ["--host", "127.0.0.1", "--port", port, "--path", folder, "--createTableMs", "0"]);

    internal Requests Requests => new(Port, AccessKey, Secret);

    internal string[] CommandLine(string folder) => Arguments(Port.ToString(CultureInfo.InvariantCulture), folder);
}
