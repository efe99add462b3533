using Amazon.Runtime;

namespace Unkai.Testing;

/// <summary>Gives the AWS SDK its way into the process's own cloud.</summary>
internal sealed class InProcessHttpClientFactory(UnkaiWorld world) : HttpClientFactory
{
    private readonly HttpMessageHandler _handler = world.CreateHandler();

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(_handler, disposeHandler: false) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };

    /// <summary>The SDK's cache is the process's, and would outlive the world.</summary>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;

    public override string? GetConfigUniqueString(IClientConfig clientConfig) => null;
}
