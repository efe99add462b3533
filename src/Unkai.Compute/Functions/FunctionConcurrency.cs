namespace Unkai.Compute;

/// <summary>Counts what runs: by function, and by account for functions without a reservation. The pool's gate guards it.</summary>
internal sealed class FunctionConcurrency
{
    private readonly Dictionary<string, int> _running = [];

    /// <returns>Null when taken; else who throttles.</returns>
    public InvocationStatus? TryTake(FunctionDefinition definition)
    {
        var (key, limit) = KeyOf(definition);
        var running = _running.GetValueOrDefault(key);
        if (running >= limit)
        {
            return definition.ReservedConcurrency is null ? InvocationStatus.ThrottledByAccount : InvocationStatus.ThrottledByFunction;
        }

        _running[key] = running + 1;
        return null;
    }

    public void Return(FunctionDefinition definition)
    {
        var (key, _) = KeyOf(definition);
        if (--_running[key] == 0)
        {
            _running.Remove(key);
        }
    }

    private static (string Key, int Limit) KeyOf(FunctionDefinition definition) => definition.ReservedConcurrency is { } reserved
        ? (definition.FunctionArn, reserved)
        : ("account " + definition.AccountKey, definition.UnreservedConcurrency);
}
