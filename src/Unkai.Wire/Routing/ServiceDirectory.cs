using System.Collections.Frozen;
using Unkai.Api.Contracts;

namespace Unkai.Wire.Routing;

/// <summary>Services by everything that a request may name them with; each look-up is one hash, however many services there are.</summary>
internal sealed class ServiceDirectory
{
    private readonly FrozenDictionary<string, ServiceSummary> _bySigningName;
    private readonly FrozenDictionary<string, ServiceSummary> _byTargetPrefix;
    private readonly FrozenDictionary<string, ServiceSummary> _byEndpointPrefix;
    private readonly FrozenDictionary<string, ServiceSummary> _byQueryVersion;

    private ServiceDirectory(IEnumerable<ServiceSummary> services)
    {
        var all = services.ToList();
        _bySigningName = Index(all, s => s.SigningName);
        _byTargetPrefix = Index(all.Where(s => s.TargetPrefix is not null), s => s.TargetPrefix!);
        _byEndpointPrefix = Index(all, s => s.EndpointPrefix);
        _byQueryVersion = Index(all.Where(s => s.Protocols.Contains(ProtocolKind.Query) || s.Protocols.Contains(ProtocolKind.Ec2)), s => s.ApiVersion);
    }

    public static ServiceDirectory Default { get; } = new(ContractCatalog.Services);

    /// <summary>S3 Control, which shares S3's name in signatures.</summary>
    public ServiceSummary? S3Control => _byEndpointPrefix.GetValueOrDefault("s3-control");

    public ServiceSummary? BySigningName(string name) => _bySigningName.GetValueOrDefault(name);

    public ServiceSummary? ByTargetPrefix(string prefix) => _byTargetPrefix.GetValueOrDefault(prefix);

    public ServiceSummary? ByQueryVersion(string version) => _byQueryVersion.GetValueOrDefault(version);

    /// <summary>The service whose endpoint a host name is: <c>sqs.us-east-1.localhost</c>, <c>us-east-1.queue.amazonaws.com</c>.</summary>
    public ServiceSummary? ByHost(string host)
    {
        // Before S3's own label anything may stand: a bucket may be called "events".
        if (host.Contains(".s3.", StringComparison.OrdinalIgnoreCase) || host.Contains(".s3-", StringComparison.OrdinalIgnoreCase))
        {
            return BySigningName("s3");
        }

        var name = host.AsSpan();
        while (!name.IsEmpty)
        {
            var dot = name.IndexOf('.');
            var label = dot < 0 ? name : name[..dot];
            if (label is "queue")
            {
                label = "sqs";
            }

            // The last label alone is a machine's name and no endpoint.
            if (dot >= 0 && _byEndpointPrefix.TryGetValue(label.ToString(), out var service))
            {
                return service;
            }

            name = dot < 0 ? default : name[(dot + 1)..];
        }

        return null;
    }

    private static FrozenDictionary<string, ServiceSummary> Index(IEnumerable<ServiceSummary> services, Func<ServiceSummary, string> name) =>
        services.GroupBy(name, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);
}
