using System.Net;
using System.Net.Sockets;

namespace Unkai.Cli.Tests;

/// <summary>A port of loopback that something listens on until disposed, so that nobody else can.</summary>
internal sealed class TakenPort : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    internal TakenPort() => _listener.Start();

    internal int Number => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();
}
