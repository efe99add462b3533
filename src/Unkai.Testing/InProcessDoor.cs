using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Unkai.Server.Hosting;

namespace Unkai.Testing;

/// <summary>A front door without a port: requests go to it as objects, bodies as streams.</summary>
internal sealed class InProcessDoor : IDisposable
{
    /// <summary>Carries a request's target as it was written: signatures are over that, and the test server would read it as a canonical URI.</summary>
    private const string TargetHeader = "unkai-in-process-target";

    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly TestServer _server;

    internal InProcessDoor(Func<HttpContext, Task> handle)
    {
        _server = new TestServer(_services);

        // The test server only remembers the application: there is nothing to wait for.
        ((IServer)_server).StartAsync(new HttpApplication(context => handle(Targeted(context))), CancellationToken.None).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _server.Dispose();
        _services.Dispose();
    }

    internal HttpMessageHandler CreateHandler() => new TargetHandler(_server.CreateHandler());

    /// <summary>Path, query and raw target as Kestrel gives them.</summary>
    private static HttpContext Targeted(HttpContext context)
    {
        var target = context.Request.Headers[TargetHeader].ToString();
        context.Request.Headers.Remove(TargetHeader);
        var query = target.IndexOf('?', StringComparison.Ordinal);
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        context.Request.Path = PathString.FromUriComponent(query < 0 ? target : target[..query]);
        context.Request.QueryString = new QueryString(query < 0 ? "" : target[query..]);
        return context;
    }

    private sealed class TargetHandler(HttpMessageHandler server) : DelegatingHandler(server)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = request.RequestUri!;
            request.Headers.TryAddWithoutValidation(TargetHeader, asked.PathAndQuery);
            request.RequestUri = new Uri(asked.GetLeftPart(UriPartial.Authority));
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                request.RequestUri = asked;
                request.Headers.Remove(TargetHeader);
            }
        }
    }
}
