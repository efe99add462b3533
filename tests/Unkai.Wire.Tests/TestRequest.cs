using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Xml;
using Unkai.Wire.Protocols;
using Unkai.Wire.Protocols.Http;
using Unkai.Wire.Protocols.Query;
using Unkai.Wire.Protocols.Xml;

namespace Unkai.Wire.Tests;

/// <summary>Requests as Kestrel would hand them over, and what a client would send.</summary>
internal static class TestRequest
{
    public static HttpRequest Of(string method, string target, string host = "localhost:4566", byte[]? body = null, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        var request = context.Request;
        request.Method = method;
        request.Scheme = "http";
        request.Host = new HostString(host);
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        request.Path = Uri.UnescapeDataString(mark < 0 ? target : target[..mark]);
        request.QueryString = new QueryString(mark < 0 ? "" : target[mark..]);
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        foreach (var (name, value) in headers)
        {
            request.Headers[name] = value;
        }

        request.Body = new MemoryStream(body ?? []);
        request.ContentLength ??= body?.Length ?? 0;
        return request;
    }

    public static HttpRequest Of(ProtocolKind kind, OperationContract operation, Shape shape)
    {
        var service = operation.Service;
        (string, string) auth = ("Authorization", $"AWS4-HMAC-SHA256 Credential=test/20260714/us-east-1/{service.SigningName}/aws4_request, SignedHeaders=host, Signature=0");
        switch (kind)
        {
            case ProtocolKind.Json:
                return Of("POST", "/", body: Body(kind, shape), headers: [auth, ("X-Amz-Target", service.TargetPrefix + "." + operation.Name), ("Content-Type", "application/x-amz-json-" + service.JsonVersion)]);
            case ProtocolKind.Cbor:
                return Of("POST", $"/service/{service.TargetPrefix}/operation/{operation.Name}", body: Body(kind, shape), headers: [auth, ("smithy-protocol", "rpc-v2-cbor")]);
            case ProtocolKind.Query or ProtocolKind.Ec2:
                return Of("POST", "/", body: Encoding.UTF8.GetBytes(QueryShapeWriter.Write(operation, shape)), headers: [auth, ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]);
            default:
                var request = Of(operation.HttpMethod, HttpMembers.WriteUri(operation, shape), body: RestBody(kind, operation, shape), headers: [auth]);
                var length = request.ContentLength;
                HttpMembers.WriteHeaders(shape, request.Headers);
                request.Headers["Authorization"] = auth.Item2;
                request.ContentLength = length;
                return request;
        }
    }

    public static async Task<string> Md5OfBodyAsync(HttpRequest request)
    {
        var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy);
        request.Body = new MemoryStream(copy.ToArray());
        using var md5 = new Digest(ChecksumAlgorithm.Md5);
        md5.Append(copy.ToArray());
        return Convert.ToBase64String(md5.Current());
    }

    public static byte[] Body(ProtocolKind kind, Shape shape)
    {
        using var output = PooledBuffer.Rent();
        Protocol.For(kind).WriteStructure(shape, output);
        return output.Written.ToArray();
    }

    public static async Task<(int Status, IHeaderDictionary Headers, string Body)> ResponseAsync(HttpRequest request, Func<HttpResponse, ValueTask> write)
    {
        var response = request.HttpContext.Response;
        var body = new MemoryStream();
        response.Body = body;
        await write(response);
        return (response.StatusCode, response.Headers, Encoding.UTF8.GetString(body.ToArray()));
    }

    private static byte[] RestBody(ProtocolKind kind, OperationContract operation, Shape shape)
    {
        if (operation.Input.Payload is not { } payload)
        {
            return operation.Input.Members.Any(m => m.Location == MemberLocation.Body) ? Body(kind, shape) : [];
        }

        if (!shape.Has(payload.Slot))
        {
            return [];
        }

        var value = shape.GetValue(payload.Slot);
        switch (value.Reference)
        {
            case Payload:
                return "streamed"u8.ToArray();
            case byte[]:
                return value.Blob.ToArray();
            case string text:
                return Encoding.UTF8.GetBytes(text);
            case Shape inner when kind == ProtocolKind.RestXml:
                using (var output = PooledBuffer.Rent())
                {
                    XmlShapeWriter.Write(new XmlOutput(output), Encoding.UTF8.GetBytes(payload.LocationName ?? inner.Contract.XmlName ?? payload.Name), inner);
                    return output.Written.ToArray();
                }

            default:
                return Body(kind, (Shape)value.Reference!);
        }
    }
}
