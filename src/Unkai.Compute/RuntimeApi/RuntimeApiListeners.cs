using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Unkai.Compute;

/// <summary>Where one environment's Runtime API and its way to the cloud are listened for.</summary>
/// <remarks>
/// <c>AWS_LAMBDA_RUNTIME_API</c> is a TCP address: in a network of its own the same 127.0.0.1:9001 for all, else a random address of
/// 127.0.0.0/8 and a random port. Our own bootstraps use a Unix socket that only their sandbox sees, for its 23 µs less a round trip.
/// </remarks>
internal sealed class RuntimeApiListeners(EnvironmentPlan plan) : IDisposable
{
    /// <summary>Connections of one environment to its Runtime API.</summary>
    public const int ConnectionsMax = 32;

    private const int RuntimeApiPort = 9001;
    private const int OtherRuntimeApiPort = 9101;
    private const int LocalPathBytesMax = 107;
    private const int Backlog = 64;

    private Socket? _local;
    private Socket? _network;
    private CloudForwarder? _forwarder;

    /// <summary>Null: the machine's own network.</summary>
    public NetworkNamespace? Network { get; private set; }

    /// <summary><c>host:port</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The cloud as the function reaches it.</summary>
    public Uri? Cloud { get; private set; } = plan.Definition.CloudEndpoint;

    public bool HasLocal => _local is not null;

    public int LocalDescriptor => _local is null ? -1 : (int)_local.Handle;

    public int NetworkDescriptor => (int)_network!.Handle;

    /// <returns>False when the kernel refused a network namespace.</returns>
    public bool Open()
    {
        ListenLocally();
        if (!plan.Sandbox.HasOwnNetwork)
        {
            _network = Listen(RandomLoopback());
            Address = _network.LocalEndPoint!.ToString()!;
            return true;
        }

        Socket? cloudListener = null;
        var cloudPort = plan.Definition.CloudPort ?? Cloud?.Port;
        var port = cloudPort == RuntimeApiPort ? OtherRuntimeApiPort : RuntimeApiPort;
        Network = NetworkNamespace.TryCreate(() =>
        {
            _network = Listen(new IPEndPoint(IPAddress.Loopback, port));
            cloudListener = Cloud is null ? null : Listen(new IPEndPoint(IPAddress.Loopback, cloudPort!.Value));
        });
        if (Network is null)
        {
            cloudListener?.Dispose();
            return false;
        }

        Address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        if (cloudListener is not null)
        {
            _forwarder = new CloudForwarder(cloudListener, Cloud!);
            Cloud = new UriBuilder(Cloud!) { Host = "127.0.0.1", Port = cloudPort!.Value }.Uri;
        }

        return true;
    }

    public void Accept(bool local, bool network, List<RuntimeApiConnection> connections)
    {
        if (local)
        {
            Accept(_local!, connections);
        }

        if (network)
        {
            Accept(_network!, connections);
        }
    }

    public void Dispose()
    {
        _forwarder?.Dispose();
        _local?.Dispose();
        _network?.Dispose();
        Network?.Dispose();
    }

    private static void Accept(Socket listener, List<RuntimeApiConnection> connections)
    {
        Socket socket;
        try
        {
            socket = listener.Accept();
        }
        catch (SocketException)
        {
            return; // It has gone again.
        }

        if (connections.Count == ConnectionsMax)
        {
            socket.Dispose();
            return;
        }

        socket.Blocking = false;
        if (socket.AddressFamily == AddressFamily.InterNetwork)
        {
            socket.NoDelay = true;
        }

        connections.Add(new RuntimeApiConnection(socket));
    }

    private void ListenLocally()
    {
        var folder = Path.Combine(plan.Directory, "run");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "api");
        if (path.Length > LocalPathBytesMax)
        {
            return; // Bootstraps take the TCP address then.
        }

        _local = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        _local.Bind(new UnixDomainSocketEndPoint(path));
        _local.Listen(Backlog);
        if (!OperatingSystem.IsWindows())
        {
            // The function's user connects; the environment's folder keeps others out.
            File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        }
    }

    private static Socket Listen(IPEndPoint endPoint)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        socket.Bind(endPoint);
        socket.Listen(Backlog);
        return socket;
    }

    private IPEndPoint RandomLoopback()
    {
        if (!OperatingSystem.IsLinux())
        {
            return new IPEndPoint(IPAddress.Loopback, 0);
        }

        return new IPEndPoint(new IPAddress([127, (byte)(1 + plan.Random.Next(254)), (byte)plan.Random.Next(256), (byte)(1 + plan.Random.Next(254))]), 0);
    }
}
