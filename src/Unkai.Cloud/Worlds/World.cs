using Unkai.Cloud.Authorization;
using Unkai.Cloud.Faults;
using Unkai.Cloud.Recording;
using Unkai.Storage;

namespace Unkai.Cloud;

/// <summary>A whole cloud: its state, clock, chance, faults and records.</summary>
#pragma warning disable CA1001 // The store is its host's, who lends it.
public sealed class World
#pragma warning restore CA1001
{
    /// <summary>The world's name.</summary>
    public required WorldName Name { get; init; }

    /// <summary>All state, as services see it: the world's fault rules can make its commits slow or fail.</summary>
    public required Store Store
    {
        get;
        init
        {
            State = value;
            field = new FaultyStore(this, value);
        }
    }

    /// <summary>All state without the faults: for what the world writes of itself.</summary>
    internal Store State { get; private init; } = null!;

    /// <summary>The world's time.</summary>
    public required WorldClock Clock { get; init; }

    /// <summary>The machine's time, for what waits on processes, sockets and disks.</summary>
    public required MachineClock Machine { get; init; }

    /// <summary>Ids, tokens and jitter.</summary>
    public required IRandomSource Random { get; init; }

    /// <summary>The steps that every call takes.</summary>
    public required Pipeline Pipeline { get; init; }

    /// <summary>What the host lends its services besides the store, by type: Lambda's sandboxes.</summary>
    public IReadOnlyDictionary<Type, object> Hosted { get; init; } = new Dictionary<Type, object>();

    /// <summary>Whether policies count.</summary>
    public AuthorizationMode Authorization { get; set; }

    /// <summary>What is broken on purpose.</summary>
    public FaultRules Faults { get; } = new();

    /// <summary>What has been called.</summary>
    public CallRecorder Recorder { get; } = new();

    /// <summary>What it does without being called.</summary>
    public Background Background { get; } = new();

    /// <summary>What its calls' chance is drawn from; null when it is cryptographic.</summary>
    public CallNumbers? Numbers { get; init; }

    /// <summary>The name of this life of the world, unique in the process: a world that was deleted and made again is another one.</summary>
    public string Scope { get => field ?? Name.Value; init; }

    /// <summary>The chance of the next call.</summary>
    public IRandomSource NextRandom() => Numbers is null ? Random : Numbers.Next();

    /// <summary>What the host lends as <typeparamref name="T"/>.</summary>
    public T Host<T>()
        where T : class => (T)Hosted[typeof(T)];
}
