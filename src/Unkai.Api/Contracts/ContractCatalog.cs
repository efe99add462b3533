using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace Unkai.Api.Contracts;

/// <summary>All contracts of the product. A contract's tables are read when somebody first asks for it.</summary>
public static partial class ContractCatalog
{
    /// <summary>What is known of every service without loading it, by name.</summary>
    /// <remarks>Stands before the contracts, whose initializer reads it.</remarks>
    public static ImmutableArray<ServiceSummary> Services { get; } = Summaries();

    private static readonly FrozenDictionary<string, Lazy<ServiceContract>> s_contracts =
        Services.ToFrozenDictionary(s => s.Name, s => new Lazy<ServiceContract>(() => Load(s.Name)), StringComparer.Ordinal);

    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, ServiceContract> s_loaded = [];
    private static readonly Dictionary<(string Service, string Map), DeferredReader> s_readers = [];

    /// <summary>From now on the maps of this shape are read by <paramref name="reader"/> where they are members of a structure in JSON.</summary>
    /// <remarks>Does not read the contract: that would cost every start what only the service's first call has to pay.</remarks>
    public static void ReadMapsWith(string service, string map, DeferredReader reader)
    {
        lock (s_lock)
        {
            s_readers[(service, map)] = reader;
            if (s_loaded.TryGetValue(service, out var contract))
            {
                SetReaders(contract);
            }
        }
    }

    /// <summary>The contract of a name; null when there is none.</summary>
    public static ServiceContract? Find(string name) => s_contracts.TryGetValue(name, out var contract) ? contract.Value : null;

    /// <summary>The contract of a name that the product has.</summary>
    public static ServiceContract Get(string name) => Find(name) ?? throw new ArgumentException($"There is no contract '{name}'.", nameof(name));

    /// <summary>The operation of a service; null when either is unknown.</summary>
    public static OperationContract? FindOperation(string service, string operation) => Find(service)?.FindOperation(operation);

    /// <summary>Reads a contract that is not part of the product, for tests and tools.</summary>
    internal static ServiceContract Read(string name, string text) => ContractReader.Read(name, text, null);

    private static ServiceContract Load(string name)
    {
        using var stream = typeof(ContractCatalog).Assembly.GetManifestResourceStream($"contracts/{name}")
            ?? throw new InvalidOperationException($"The contract '{name}' is missing from the build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var contract = ContractReader.Read(name, reader.ReadToEnd(), TypesOf(name));
        lock (s_lock)
        {
            s_loaded[name] = contract;
            SetReaders(contract);
        }

        return contract;
    }

    private static void SetReaders(ServiceContract contract)
    {
        foreach (var map in contract.Shapes.OfType<MapContract>())
        {
            map.DeferredReader = s_readers.GetValueOrDefault((contract.Name, map.Name));
        }
    }

    // The generator knows both: every contract's head, and which contracts have types.
    private static partial ImmutableArray<ServiceSummary> Summaries();

    private static partial TypeFactory? TypesOf(string name);
}
