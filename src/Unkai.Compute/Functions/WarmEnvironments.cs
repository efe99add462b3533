namespace Unkai.Compute;

/// <summary>All environments of the pool, idle and busy. The pool's gate guards it.</summary>
internal sealed class WarmEnvironments
{
    private readonly HashSet<ExecutionEnvironment> _all = [];
    private readonly Dictionary<(string Arn, string Version), Versioned> _idle = [];

    /// <summary>Environments alive or being started.</summary>
    public int Count => _all.Count;

    public IReadOnlyCollection<ExecutionEnvironment> All => _all;

    public void Add(ExecutionEnvironment environment) => _all.Add(environment);

    public void Remove(ExecutionEnvironment environment)
    {
        _all.Remove(environment);
        RemoveIdle(environment);
    }

    /// <summary>The one that was used last (its caches are warmest, and the others' idle limits run).</summary>
    public ExecutionEnvironment? TakeIdle(FunctionDefinition definition) =>
        _idle.TryGetValue(KeyOf(definition), out var versioned) && versioned.Revision == definition.RevisionKey && versioned.Idle.Count > 0
            ? versioned.TakeLast()
            : null;

    /// <returns>False when its revision is no longer the function's: it must end.</returns>
    public bool TryAddIdle(ExecutionEnvironment environment)
    {
        var definition = environment.Plan.Definition;
        if (!_idle.TryGetValue(KeyOf(definition), out var versioned) || versioned.Revision != definition.RevisionKey)
        {
            return false;
        }

        versioned.Idle.Add(environment);
        return true;
    }

    /// <summary>Makes a revision the function's own.</summary>
    /// <returns>Idle environments of the one before.</returns>
    public IReadOnlyList<ExecutionEnvironment> Adopt(FunctionDefinition definition)
    {
        var key = KeyOf(definition);
        if (_idle.TryGetValue(key, out var versioned) && versioned.Revision == definition.RevisionKey)
        {
            return [];
        }

        _idle[key] = new Versioned(definition.RevisionKey);
        return versioned?.Idle ?? [];
    }

    /// <summary>Forgets a function; its busy environments end when they become idle.</summary>
    public IReadOnlyList<ExecutionEnvironment> Forget(string functionArn)
    {
        List<ExecutionEnvironment> forgotten = [];
        foreach (var key in _idle.Keys.Where(key => key.Arn == functionArn).ToArray())
        {
            forgotten.AddRange(_idle[key].Idle);
            _idle.Remove(key);
        }

        return forgotten;
    }

    /// <summary>The idle environment that has waited longest.</summary>
    public ExecutionEnvironment? LeastRecent() =>
        _idle.Values.SelectMany(static versioned => versioned.Idle).MinBy(static environment => environment.IdleSince);

    public IReadOnlyList<ExecutionEnvironment> IdleWhere(Func<ExecutionEnvironment, bool> condition) =>
        [.. _idle.Values.SelectMany(static versioned => versioned.Idle).Where(condition)];

    public void RemoveIdle(ExecutionEnvironment environment)
    {
        var key = KeyOf(environment.Plan.Definition);
        if (_idle.TryGetValue(key, out var versioned) && versioned.Idle.Remove(environment) && versioned.Idle.Count == 0
            && !_all.Any(other => KeyOf(other.Plan.Definition) == key))
        {
            _idle.Remove(key);
        }
    }

    private static (string Arn, string Version) KeyOf(FunctionDefinition definition) => (definition.FunctionArn, definition.Version);

    private sealed class Versioned(string revision)
    {
        public string Revision { get; } = revision;

        public List<ExecutionEnvironment> Idle { get; } = [];

        public ExecutionEnvironment TakeLast()
        {
            var last = Idle[^1];
            Idle.RemoveAt(Idle.Count - 1);
            return last;
        }
    }
}
