using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Unkai.Bench;

/// <summary>Builds signed requests once, to be sent many times: a signature is good for 15 minutes.</summary>
internal sealed class Requests(int port, string accessKey, string secret)
{
    private const string Region = "us-east-1";

    internal byte[] Json(string service, string target, string body, string version = "1.0") =>
        Build("POST", "/", service, Encoding.UTF8.GetBytes(body), [("content-type", $"application/x-amz-json-{version}"), ("x-amz-target", target)]);

    internal byte[] Form(string service, string body) =>
        Build("POST", "/", service, Encoding.UTF8.GetBytes(body), [("content-type", "application/x-www-form-urlencoded")]);

    internal byte[] S3(string method, string path, byte[] body) => Build(method, path, "s3", body, []);

    internal byte[] Rest(string service, string method, string path, string body) =>
        Build(method, path, service, Encoding.UTF8.GetBytes(body), [("content-type", "application/json")]);

    private byte[] Build(string method, string path, string service, byte[] body, (string Name, string Value)[] more)
    {
        var now = DateTime.UtcNow;
        var date = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var day = date[..8];
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        var headers = more.Append(("host", $"127.0.0.1:{port}")).Append(("x-amz-date", date)).Append(("x-amz-content-sha256", hash)).OrderBy(header => header.Item1, StringComparer.Ordinal).ToList();
        var signed = string.Join(';', headers.Select(header => header.Item1));
        var (resource, query) = path.IndexOf('?') is var at and >= 0 ? (path[..at], path[(at + 1)..]) : (path, "");
        var parameters = string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Contains('=') ? part : part + "=").Order(StringComparer.Ordinal));
        var canonical = $"{method}\n{resource}\n{parameters}\n{string.Concat(headers.Select(header => $"{header.Item1}:{header.Item2}\n"))}\n{signed}\n{hash}";
        var scope = $"{day}/{Region}/{service}/aws4_request";
        var text = $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = new[] { day, Region, service, "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (k, part) => HMACSHA256.HashData(k, Encoding.UTF8.GetBytes(part)));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"authorization: AWS4-HMAC-SHA256 Credential={accessKey}/{scope}, SignedHeaders={signed}, Signature={signature}\r\ncontent-length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. body];
    }
}
