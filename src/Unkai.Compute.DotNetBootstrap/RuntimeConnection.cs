using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Unkai.Compute.DotNetBootstrap;

/// <summary>The Runtime API over one connection; an answer and the request for the next event leave in one write.</summary>
internal sealed class RuntimeConnection
{
    private const string Next = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: r\r\n\r\n";
    private const int FirstBytes = 16 * 1024;

    private readonly Socket _socket;
    private byte[] _buffer = new byte[FirstBytes];
    private int _start;
    private int _end;

    private RuntimeConnection(Socket socket) => _socket = socket;

    public static RuntimeConnection Open()
    {
        const string Variable = "UNKAI_RUNTIME_SOCKET";
        var path = Environment.GetEnvironmentVariable(Variable);
        Socket socket;
        if (path is not null)
        {
            Environment.SetEnvironmentVariable(Variable, null);
            socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        else
        {
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Connect(IPEndPoint.Parse(Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")!));
        }

        return new RuntimeConnection(socket);
    }

    public void AskNext() => Send(Encoding.ASCII.GetBytes(Next), []);

    public void Answer(string requestId, ReadOnlyMemory<byte> body) => Post($"invocation/{requestId}/response", null, body, Next);

    public void AnswerError(string requestId, string type, byte[] body) => Post($"invocation/{requestId}/error", type, body, Next);

    public void ReportInitError(string type, byte[] body)
    {
        Post("init/error", type, body, "");
        Read(out _);
    }

    public Invocation ReadInvocation()
    {
        while (true)
        {
            var headers = Read(out var body);
            if (headers.TryGetValue("lambda-runtime-aws-request-id", out var requestId))
            {
                return new Invocation(
                    requestId,
                    headers["lambda-runtime-invoked-function-arn"],
                    long.Parse(headers["lambda-runtime-deadline-ms"], CultureInfo.InvariantCulture),
                    headers.GetValueOrDefault("lambda-runtime-trace-id"),
                    headers.GetValueOrDefault("lambda-runtime-client-context"),
                    headers.GetValueOrDefault("lambda-runtime-cognito-identity"),
                    body);
            }
        }
    }

    private void Post(string place, string? errorType, ReadOnlyMemory<byte> body, string then)
    {
        var head = $"POST /2018-06-01/runtime/{place} HTTP/1.1\r\nHost: r\r\nContent-Type: application/json\r\n"
            + (errorType is null ? "" : $"Lambda-Runtime-Function-Error-Type: {errorType}\r\n")
            + $"Content-Length: {body.Length}\r\n\r\n";
        var data = new byte[Encoding.UTF8.GetByteCount(head) + body.Length];
        var written = Encoding.UTF8.GetBytes(head, data);
        body.Span.CopyTo(data.AsSpan(written));
        Send(data, Encoding.ASCII.GetBytes(then));
    }

    private void Send(byte[] data, byte[] then)
    {
        try
        {
            byte[] all = then.Length == 0 ? data : [.. data, .. then];
            for (var sent = 0; sent < all.Length;)
            {
                sent += _socket.Send(all.AsSpan(sent), SocketFlags.None);
            }
        }
        catch (SocketException)
        {
            Environment.Exit(0);
        }
    }

    private Dictionary<string, string> Read(out byte[] body)
    {
        int length;
        while ((length = _buffer.AsSpan(_start.._end).IndexOf("\r\n\r\n"u8)) < 0)
        {
            Receive();
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Encoding.UTF8.GetString(_buffer, _start, length).Split("\r\n"))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon]] = line[(colon + 2)..];
            }
        }

        _start += length + 4;
        body = new byte[int.Parse(headers.GetValueOrDefault("content-length", "0"), CultureInfo.InvariantCulture)];
        var buffered = Math.Min(body.Length, _end - _start);
        _buffer.AsSpan(_start, buffered).CopyTo(body);
        _start += buffered;
        for (var read = buffered; read < body.Length;)
        {
            read += ReceiveInto(body.AsSpan(read));
        }

        return headers;
    }

    private void Receive()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        _end += ReceiveInto(_buffer.AsSpan(_end));
    }

    private int ReceiveInto(Span<byte> target)
    {
        try
        {
            if (_socket.Receive(target, SocketFlags.None) is > 0 and var received)
            {
                return received;
            }
        }
        catch (SocketException)
        {
            // The cloud is gone: so are we.
        }

        Environment.Exit(0);
        return 0;
    }
}
