using Microsoft.AspNetCore.Http;
using Unkai.Api.Contracts;
using Unkai.Wire.Protocols;
using Unkai.Wire.Protocols.Query;

namespace Unkai.Wire.Routing;

/// <summary>Which service and which operation a request is for.</summary>
/// <remarks>
/// In this order, because each is surer than the next: X-Amz-Target; RPC v2's path; the service in the signature's scope; the host name;
/// Action and Version; and for what has none of these, S3, whose objects the world may read unsigned.
/// </remarks>
public static class Router
{
    private const int MaxFormBytes = ServiceContract.DefaultMaxBodyBytes;

    /// <summary>Routes a request. Only a form's body is read, since it names the operation; any other is left alone.</summary>
    public static async ValueTask<RouteResult> RouteAsync(HttpRequest request, CancellationToken cancellation)
    {
        var query = request.QueryString.HasValue ? QueryParameters.Parse(request.QueryString.Value!) ?? QueryParameters.None : QueryParameters.None;
        if (request.Headers.TryGetValue("X-Amz-Target", out var target) && target.Count > 0 && target[0] is { Length: > 0 } named)
        {
            return ByTarget(named, query);
        }

        var path = SentPath.Of(request);
        if (request.Headers.ContainsKey("smithy-protocol") || IsRpcPath(path))
        {
            return ByRpcPath(path, query);
        }

        var host = request.Host.Host;
        var signing = RequestScope.SigningName(request.Headers, query);
        var summary = signing is null ? ServiceDirectory.Default.ByHost(host) : ServiceDirectory.Default.BySigningName(signing);
        if (summary is null or { SigningName: "s3" } && IsS3Control(request, path, host))
        {
            summary = ServiceDirectory.Default.S3Control;
        }

        var isForm = request.ContentType is { } type && type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        if (summary is null && signing is not null)
        {
            return new RouteResult { Outcome = RouteOutcome.UnknownService, Asked = signing, Query = query, Protocol = isForm ? ProtocolKind.Query : ProtocolKind.Json };
        }

        if (summary is null ? IsQueryCall(request, path, host, query, isForm) : SpeaksQuery(summary))
        {
            return await ByActionAsync(request, summary, query, isForm, cancellation);
        }

        return (ServiceOf(summary) ?? S3) is { } rest
            ? ByPath(request, rest, path, host, query)
            : new RouteResult { Outcome = RouteOutcome.UnknownService, Query = query };
    }

    private static ServiceContract? S3 => ServiceOf(ServiceDirectory.Default.BySigningName("s3"));

    /// <summary>Whether a request that names no service is a Query call. What S3 could mean is S3's: its objects have any content type and parameters.</summary>
    private static bool IsQueryCall(HttpRequest request, string path, string host, QueryParameters query, bool isForm)
    {
        var hasAction = query.Find("Action") is not null;
        if (HttpMethods.IsPost(request.Method))
        {
            // Queues have paths of their own, so the path does not tell; but what S3 takes by POST has a query string that says what it is.
            return hasAction || (isForm && (query.Count == 0 || S3 is not { } s3 || ByPath(request, s3, path, host, query).Operation is null));
        }

        return HttpMethods.IsGet(request.Method) && hasAction
            && (path == "/" || (query.Find("Version") is { } version && ServiceDirectory.Default.ByQueryVersion(version) is not null));
    }

    /// <summary>Whether a request is S3 Control's, which signs as S3 does: its path could be a bucket's, so that the header that only it has decides.</summary>
    private static bool IsS3Control(HttpRequest request, string path, string host) =>
        path.StartsWith("/v20180820/", StringComparison.Ordinal)
        && (request.Headers.ContainsKey("x-amz-account-id") || host.Contains("s3-control.", StringComparison.OrdinalIgnoreCase));

    private static bool SpeaksQuery(ServiceSummary service) =>
        service.Protocols.Contains(ProtocolKind.Query) || service.Protocols.Contains(ProtocolKind.Ec2);

    private static RouteResult ByTarget(string target, QueryParameters query)
    {
        var dot = target.LastIndexOf('.');
        var summary = ServiceDirectory.Default.ByTargetPrefix(dot < 0 ? target : target[..dot]);
        return summary is null
            ? new RouteResult { Outcome = RouteOutcome.UnknownService, Asked = target, Query = query, Protocol = ProtocolKind.Json }
            : Named(ContractCatalog.Get(summary.Name), target[(dot + 1)..], ProtocolKind.Json, query);
    }

    private static bool IsRpcPath(string path) =>
        path.StartsWith("/service/", StringComparison.Ordinal) && path.Contains("/operation/", StringComparison.Ordinal)
        && path.Split('/') is ["", "service", var service, "operation", _] && ServiceDirectory.Default.ByTargetPrefix(service) is not null;

    private static RouteResult ByRpcPath(string path, QueryParameters query)
    {
        if (path.Split('/') is not [.., "service", var service, "operation", var operation])
        {
            return new RouteResult { Outcome = RouteOutcome.UnknownService, Asked = path, Query = query, Protocol = ProtocolKind.Cbor };
        }

        // The service may come with its namespace.
        var summary = ServiceDirectory.Default.ByTargetPrefix(service[(service.LastIndexOf('.') + 1)..]);
        return summary is null
            ? new RouteResult { Outcome = RouteOutcome.UnknownService, Asked = service, Query = query, Protocol = ProtocolKind.Cbor }
            : Named(ContractCatalog.Get(summary.Name), operation, ProtocolKind.Cbor, query);
    }

    private static RouteResult Named(ServiceContract service, string operation, ProtocolKind protocol, QueryParameters query)
    {
        var found = service.FindOperation(operation);
        return new RouteResult
        {
            Outcome = found is null ? RouteOutcome.UnknownOperation : RouteOutcome.Found,
            Service = service,
            Operation = found,
            Protocol = protocol,
            Asked = operation,
            Query = query,
        };
    }

    private static async ValueTask<RouteResult> ByActionAsync(
        HttpRequest request, ServiceSummary? summary, QueryParameters query, bool isForm, CancellationToken cancellation)
    {
        byte[] bytes = [];
        if (isForm || (HttpMethods.IsPost(request.Method) && query.Find("Action") is null))
        {
            var (fits, body) = await WholeBody.ReadAsync(request, MaxFormBytes, 0, static (body, _) => body.ToArray(), cancellation);
            bytes = body ?? [];
            request.Body = new MemoryStream(bytes, writable: false);
            if (!fits)
            {
                return new RouteResult { Outcome = RouteOutcome.TooLarge, Service = ServiceOf(summary), Query = query, Protocol = QueryKind(summary) };
            }
        }

        // The signature is over the bytes as they were sent; what they say stands in the inflated ones.
        var isZipped = bytes.Length > 0 && request.Headers.ContentEncoding.ToString().Equals("gzip", StringComparison.OrdinalIgnoreCase);
        if ((isZipped ? WholeBody.Unzip(bytes, MaxFormBytes) : bytes) is not { } text)
        {
            return new RouteResult { Outcome = RouteOutcome.Malformed, Service = ServiceOf(summary), Query = query, Protocol = QueryKind(summary) };
        }

        var form = QueryParameters.Parse(text, request.QueryString.Value ?? "");
        var action = form?.Find("Action") ?? "";
        summary ??= form?.Find("Version") is { } version ? ServiceDirectory.Default.ByQueryVersion(version) : null;
        if (summary is null)
        {
            return new RouteResult { Outcome = RouteOutcome.UnknownService, Asked = action, Query = query, Form = form, Protocol = ProtocolKind.Query };
        }

        var service = ContractCatalog.Get(summary.Name);
        var operation = action.Length == 0 ? null : service.FindOperation(action);
        return new RouteResult
        {
            Outcome = operation is null ? RouteOutcome.UnknownOperation : RouteOutcome.Found,
            Service = service,
            Operation = operation,
            Protocol = QueryKind(summary),
            Asked = action,
            Query = query,
            Form = form,
        };
    }

    private static ProtocolKind QueryKind(ServiceSummary? summary) =>
        summary is not null && summary.Protocols.Contains(ProtocolKind.Ec2) ? ProtocolKind.Ec2 : ProtocolKind.Query;

    private static ServiceContract? ServiceOf(ServiceSummary? summary) => summary is null ? null : ContractCatalog.Get(summary.Name);

    private static RouteResult ByPath(HttpRequest request, ServiceContract service, string path, string host, QueryParameters query)
    {
        var bucket = service.Name == "s3" ? VirtualHost.Bucket(host) : null;
        var whole = bucket is null ? path : "/" + Uri.EscapeDataString(bucket) + path;
        var operation = RestTree.Of(service).Find(request.Method, whole, query, request.Headers, out var labels);
        return new RouteResult
        {
            Outcome = service.SigningName == "s3" && !PercentEncoding.IsWellFormed(path) ? RouteOutcome.MalformedPath
                : operation is null ? RouteOutcome.UnknownOperation
                : RouteOutcome.Found,
            Service = service,
            Operation = operation,
            Protocol = service.Protocols[0],
            Asked = $"{request.Method} {path}",
            Labels = labels,
            Query = query,
            IsVirtualHosted = bucket is not null,
        };
    }
}
