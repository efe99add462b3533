using System.Net.Sockets;

namespace Unkai.Compute;

/// <summary>One connection of a runtime: never blocks; what the socket does not take at once is kept and sent when it can.</summary>
/// <remarks>Not thread-safe: the environment's gate guards it.</remarks>
internal sealed class RuntimeApiConnection(Socket socket) : IDisposable
{
    private const int TcpLevel = 6;
    private const int TcpQuickAcknowledge = 12;

    private readonly bool _isTcp = socket.AddressFamily == AddressFamily.InterNetwork;
    private byte[] _unsent = [];
    private int _unsentStart;

    public Socket Socket { get; } = socket;

    public RuntimeApiRequestReader Reader { get; } = new();

    public int Descriptor { get; } = (int)socket.Handle;

    public bool HasUnsent => _unsentStart < _unsent.Length;

    /// <summary>Nothing further is read; it ends once everything is sent.</summary>
    public bool Closing { get; set; }

    public bool Broken { get; private set; }

    /// <returns>False when the other side has closed.</returns>
    public bool Receive()
    {
        var received = Socket.Receive(Reader.Free(), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return true;
        }

        if (error != SocketError.Success || received == 0)
        {
            Broken = true;
            return false;
        }

        Reader.Received(received);
        if (_isTcp && OperatingSystem.IsLinux())
        {
            // A simple client writes a request in pieces: without this each piece waits 40 ms for the kernel's delayed acknowledgement.
            Socket.SetRawSocketOption(TcpLevel, TcpQuickAcknowledge, [1, 0, 0, 0]);
        }

        return true;
    }

    public void Send(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (HasUnsent)
        {
            byte[] later = [.. _unsent.AsSpan(_unsentStart), .. head, .. body];
            (_unsent, _unsentStart) = (later, 0);
            return;
        }

        var sent = SendSome(head);
        if (sent < head.Length)
        {
            byte[] later = [.. head[sent..], .. body];
            (_unsent, _unsentStart) = (later, 0);
            return;
        }

        sent = body.IsEmpty ? 0 : SendSome(body);
        if (sent < body.Length)
        {
            (_unsent, _unsentStart) = (body[sent..].ToArray(), 0);
        }
    }

    public void SendUnsent()
    {
        _unsentStart += SendSome(_unsent.AsSpan(_unsentStart));
        if (!HasUnsent)
        {
            (_unsent, _unsentStart) = ([], 0);
        }
    }

    public void Dispose() => Socket.Dispose();

    private int SendSome(ReadOnlySpan<byte> bytes)
    {
        if (Broken)
        {
            return bytes.Length;
        }

        var sent = Socket.Send(bytes, SocketFlags.None, out var error);
        if (error is SocketError.Success)
        {
            return sent;
        }

        if (error is SocketError.WouldBlock)
        {
            return 0;
        }

        Broken = true;
        return bytes.Length;
    }
}
