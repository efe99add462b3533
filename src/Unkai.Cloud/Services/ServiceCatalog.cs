using System.Collections.Frozen;

namespace Unkai.Cloud;

/// <summary>The services of this cloud by name; each is made when it is first called.</summary>
public sealed class ServiceCatalog : IAsyncDisposable
{
    private readonly FrozenDictionary<string, Lazy<Service>> _services;

    /// <summary>A catalog of services by contract name (<c>sqs</c>).</summary>
    public ServiceCatalog(IEnumerable<KeyValuePair<string, Func<Service>>> services) =>
        _services = services.ToFrozenDictionary(entry => entry.Key, entry => new Lazy<Service>(entry.Value), StringComparer.Ordinal);

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Names => _services.Keys.Order(StringComparer.Ordinal);

    /// <returns>Null when this cloud has no such service.</returns>
    public Service? Find(string name) => _services.TryGetValue(name, out var service) ? service.Value : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values)
        {
            if (service.IsValueCreated)
            {
                await service.Value.DisposeAsync();
            }
        }
    }
}
