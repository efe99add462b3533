using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Unkai.Compute.Tests;

public sealed class Isolation(Machine machine)
{
    private const string Shell = """
        import subprocess
        def handler(event, context): return subprocess.run(event, shell=True, capture_output=True, text=True).stdout
        """;

    private FunctionPool Pool => machine.Pool(SandboxKind.Bubblewrap);

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    [Fact]
    public async Task The_root_is_read_only_and_has_nothing_of_the_host()
    {
        var function = TestFunction.Python(machine, Pool, Shell);

        Assert.Equal("\"\"", await function.CallAsync("\"for f in / /usr /var/task /etc /var/runtime /opt /run; do touch $f/x 2>/dev/null && echo $f; done\""));
        Assert.Equal("\"\"", await function.CallAsync("\"ls /home /srv /mnt /etc/shadow /etc/ssh 2>/dev/null\""));
        Assert.Equal("\"\"", await function.CallAsync("\"(echo x > /proc/sys/kernel/core_pattern) 2>/dev/null && echo written\""));
        Assert.Equal("\"993\\n\"", await function.CallAsync("\"id -u\""));
        Assert.Equal("\"CapPrm:\\t0000000000000000\\nCapEff:\\t0000000000000000\\nNoNewPrivs:\\t1\\n\"", await function.CallAsync("\"grep -E 'NoNewPrivs|CapEff|CapPrm' /proc/self/status\""));
    }

    [Fact]
    public async Task Only_its_own_processes_can_be_seen()
    {
        var function = TestFunction.Python(machine, Pool, "import os\ndef handler(e, c): return sorted(int(p) for p in os.listdir('/proc') if p.isdigit())");
        Assert.Equal("[1, 2]", await function.CallAsync());
    }

    [Fact]
    public async Task Tmp_is_private_and_bounded()
    {
        const string code = """
            import os
            def handler(event, context):
                before = os.listdir("/tmp")
                open("/tmp/" + event, "w").close()
                size = os.statvfs("/tmp")
                return [before, size.f_blocks * size.f_frsize]
            """;
        var one = TestFunction.Python(machine, Pool, code);
        var other = TestFunction.Python(machine, Pool, code);

        Assert.Equal("[[], 536870912]", await one.CallAsync("\"a\""));
        Assert.Equal("[[], 536870912]", await other.CallAsync("\"b\""));
        Assert.Equal("[[\"a\"], 536870912]", await one.CallAsync("\"c\""));
    }

    [Fact]
    public async Task The_hosts_loopback_is_out_of_reach_but_the_cloud_is_there()
    {
        Assert.SkipUnless(IsRoot, "only root can give functions a network of their own");
        using var secret = Listen();
        using var cloud = Listen();
        var served = ServeOnceAsync(cloud);
        var function = TestFunction.Python(machine, Pool, """
            import os, socket, urllib.request
            def handler(event, context):
                try:
                    socket.create_connection(("127.0.0.1", event), 1).close()
                    reached = True
                except OSError:
                    reached = False
                return [reached, urllib.request.urlopen(os.environ["AWS_ENDPOINT_URL"]).read().decode(), socket.if_nameindex()]
            """).With(definition => definition with { CloudEndpoint = new Uri($"http://localhost:{Port(cloud)}") });

        Assert.Equal("""[false, "the cloud", [[1, "lo"]]]""", await function.CallAsync($"{Port(secret)}"));
        await served;
        Assert.Empty(Pool.NotIsolated);
    }

    [Fact]
    public async Task A_plain_process_says_what_it_does_not_isolate_and_hides_the_servers_environment()
    {
        var pool = machine.Pool(SandboxKind.Process);
        var function = TestFunction.Python(machine, pool, "import os\ndef handler(e, c): return [n for n in os.environ if n.startswith(('DOTNET', 'HOME', 'XUNIT'))]");

        Assert.Equal("[]", await function.CallAsync());
        Assert.Contains(pool.NotIsolated, static text => text.StartsWith("network:", StringComparison.Ordinal));
    }

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private static int Port(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static async Task ServeOnceAsync(Socket listener)
    {
        using var connection = await listener.AcceptAsync();
        await connection.ReceiveAsync(new byte[4096]);
        await connection.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nthe cloud"));
    }
}
