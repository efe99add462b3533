using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Unkai.Server.Front;

/// <summary>Requests of clients that take the cloud for their proxy: then a name needs no resolver, such as <c>000000000000.127.0.0.1</c> where an SDK puts an account before the host.</summary>
/// <remarks>Source: RFC 9112, section 3.2.2.</remarks>
internal static class AbsoluteForm
{
    /// <summary>Makes the target what it would be without a proxy: path and query as they were sent.</summary>
    internal static void Reduce(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestFeature>() is not { } request || request.RawTarget is not [not '/', ..] || request.RawTarget.IndexOf("://", StringComparison.Ordinal) is not (> 0 and var scheme))
        {
            return;
        }

        var start = request.RawTarget.AsSpan(scheme + 3).IndexOfAny('/', '?');
        var rest = start < 0 ? "" : request.RawTarget[(scheme + 3 + start)..];
        request.RawTarget = rest is ['/', ..] ? rest : "/" + rest;
    }
}
