using Microsoft.Win32.SafeHandles;

namespace Unkai.Compute;

/// <summary>A network namespace with nothing but its own loopback. It lives as long as a socket or process in it.</summary>
/// <remarks>
/// The calling thread is inside only while <c>listen</c> runs: threads that the runtime starts meanwhile would inherit the namespace, so
/// processes enter it by <c>nsenter</c>, not by being started here.
/// </remarks>
internal sealed class NetworkNamespace : IDisposable
{
    private static readonly Lazy<SafeFileHandle> s_own = new(static () => File.OpenHandle("/proc/self/ns/net"));

    private readonly SafeFileHandle _handle;

    private NetworkNamespace(SafeFileHandle handle) => _handle = handle;

    /// <summary>Where a process that may enter it opens it.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{_handle.DangerousGetHandle()}";

    /// <summary>Makes a namespace and runs <paramref name="listen"/> inside it.</summary>
    /// <returns>Null when the kernel refuses.</returns>
    public static NetworkNamespace? TryCreate(Action listen)
    {
        var own = s_own.Value;
        if (!Libc.TryEnterNewNetwork())
        {
            return null;
        }

        try
        {
            using (var probe = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp))
            {
                if (!Libc.TryBringLoopbackUp(probe.SafeHandle))
                {
                    return null;
                }
            }

            listen();
            return new NetworkNamespace(File.OpenHandle("/proc/thread-self/ns/net"));
        }
        finally
        {
            if (!Libc.TryEnterNetwork(own))
            {
                // A thread that goes on in a function's network would open the server's sockets there.
                Environment.FailFast("A thread could not leave a sandbox's network namespace.");
            }
        }
    }

    public void Dispose() => _handle.Dispose();
}
