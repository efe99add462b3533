using System.Collections.Concurrent;

namespace Unkai.Compute;

/// <summary>Runs functions: finds or makes an execution environment for each invocation and keeps it warm.</summary>
public sealed class FunctionPool : IAsyncDisposable
{
    /// <summary>The largest answer of a buffered invocation, in bytes. Source: Lambda's error Function.ResponseSizeTooLarge.</summary>
    public const int ResponseBytesMax = 6_291_556;

    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_credentialsMargin = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly FunctionPoolOptions _options;
    private readonly MachineClock _clock;
    private readonly EnvironmentFactory _factory;
    private readonly FunctionConcurrency _concurrency = new();
    private readonly WarmEnvironments _environments = new();
    private readonly LinkedList<TaskCompletionSource> _queue = new();
    private readonly ConcurrentDictionary<string, RuntimeSubstitution> _substitutions = new();
    private readonly int _environmentsMax;
    private readonly ITimer _reclaim;
    private int _starting;
    private bool _isDisposed;

    /// <summary>Makes an empty pool; nothing is started or looked for before the first invocation.</summary>
    public FunctionPool(FunctionPoolOptions options, IProcessLauncher launcher, MachineClock clock, IRandomSource random)
    {
        (_options, _clock) = (options, clock);
        _factory = new EnvironmentFactory(options, launcher, clock, random);
        _environmentsMax = options.EnvironmentsMax ?? MachineLimits.EnvironmentsMax();
        var period = options.IdleLimit / 4;
        _reclaim = clock.Provider.CreateTimer(static pool => ((FunctionPool)pool!).Reclaim(), this, period, period);
    }

    /// <summary>The sandbox in use; looks for it when first asked.</summary>
    public SandboxKind Sandbox => _factory.Sandbox.Kind;

    /// <summary>What functions on this machine can see or use beyond what they could on AWS; empty when fully isolated.</summary>
    public IReadOnlyList<string> NotIsolated => _factory.Sandbox.NotIsolated;

    /// <summary>Runtimes that ran on another interpreter than the one they name.</summary>
    public IReadOnlyList<RuntimeSubstitution> Substitutions => [.. _substitutions.Values.OrderBy(static substitution => substitution.Runtime, StringComparer.Ordinal)];

    /// <summary>Environments alive or being started, for status and tests.</summary>
    public int EnvironmentCount
    {
        get
        {
            lock (_gate)
            {
                return _environments.Count + _starting;
            }
        }
    }

    /// <summary>Runs the function once. Every way that it can end is a value; only cancellation throws, and kills the invocation.</summary>
    public async Task<InvocationResult> InvokeAsync(
        FunctionDefinition definition, ReadOnlyMemory<byte> payload, InvokeContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<ExecutionEnvironment> outdated;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_concurrency.TryTake(definition) is { } throttled)
            {
                return NotStarted(throttled, "Rate Exceeded.");
            }

            outdated = _environments.Adopt(definition);
        }

        try
        {
            End(outdated);
            while (TakeIdle(definition) is { } environment)
            {
                var invocation = new RunningInvocation(context, payload, null, TimeSpan.Zero);
                if (environment.TryInvoke(invocation))
                {
                    return await FinishAsync(environment, invocation, cancellation);
                }
            }

            return await InvokeColdAsync(definition, payload, context, cancellation);
        }
        finally
        {
            lock (_gate)
            {
                _concurrency.Return(definition);
            }
        }
    }

    /// <summary>Ends the environments of a deleted function; running invocations end first.</summary>
    public void Drain(string functionArn)
    {
        IReadOnlyList<ExecutionEnvironment> idle;
        lock (_gate)
        {
            idle = _environments.Forget(functionArn);
        }

        End(idle);
    }

    /// <summary>Ends all functions whose key (<see cref="FunctionDefinition.FunctionArn"/>) begins with <paramref name="prefix"/>, running ones too: their world is gone.</summary>
    public void EndAll(string prefix)
    {
        ExecutionEnvironment[] ended;
        lock (_gate)
        {
            ended = [.. _environments.All.Where(environment => environment.Plan.Definition.FunctionArn.StartsWith(prefix, StringComparison.Ordinal))];
            foreach (var arn in ended.Select(static environment => environment.Plan.Definition.FunctionArn).Distinct())
            {
                _environments.Forget(arn);
            }
        }

        foreach (var environment in ended)
        {
            environment.End(EndReason.Cancelled);
        }
    }

    /// <summary>How many environments run functions whose key begins with <paramref name="prefix"/>, idle ones too.</summary>
    public int CountOf(string prefix)
    {
        lock (_gate)
        {
            return _environments.All.Count(environment => environment.Plan.Definition.FunctionArn.StartsWith(prefix, StringComparison.Ordinal));
        }
    }

    /// <summary>Kills what runs and waits, at most 2 seconds, until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        ExecutionEnvironment[] all;
        lock (_gate)
        {
            _isDisposed = true;
            all = [.. _environments.All];
            foreach (var waiting in _queue)
            {
                waiting.TrySetCanceled();
            }
        }

        await _reclaim.DisposeAsync();
        End(all);
        var ended = Task.WhenAll(all.Select(static environment => environment.Ended));
        using var limit = _clock.CancelAfter(s_stopLimit);
        await Task.WhenAny(ended, Task.Delay(Timeout.InfiniteTimeSpan, _clock.Provider, limit.Token));
    }

    private async Task<InvocationResult> InvokeColdAsync(
        FunctionDefinition definition, ReadOnlyMemory<byte> payload, InvokeContext context, CancellationToken cancellation)
    {
        var (runtime, refusal) = await _factory.ResolveAsync(definition);
        if (runtime is null)
        {
            return NotStarted(InvocationStatus.Refused, refusal!);
        }

        if (runtime.Substitution is { } substitution)
        {
            _substitutions.TryAdd(substitution.Runtime, substitution);
        }

        var (slot, warm) = await TakeSlotAsync(definition, payload, context, cancellation);
        if (slot is { } throttled)
        {
            return NotStarted(throttled, "Rate Exceeded.");
        }

        if (warm is { } started)
        {
            return await FinishAsync(started.Environment, started.Invocation, cancellation);
        }

        FunctionCredentials? credentials;
        ExecutionEnvironment environment;
        try
        {
            credentials = definition.Credentials is null ? null : await definition.Credentials(cancellation);
            if (definition.Credentials is not null && credentials is null)
            {
                return NotStarted(InvocationStatus.Refused, "The role defined for the function cannot be assumed by Lambda.");
            }

            environment = _factory.Create(definition, runtime, credentials, _options.InitLimit, null);
            Register(environment);
        }
        finally
        {
            GiveSlotBack();
        }

        var init = await InitializeAsync(environment, cancellation);
        var spent = TimeSpan.Zero;
        if (init.Error is { Status: InvocationStatus.TimedOut })
        {
            // As on AWS, initialization is tried once more as a part of the invocation, within the function's timeout.
            var again = _factory.Create(definition, runtime, credentials, definition.Timeout, environment.Plan.LogStream);
            Register(again);
            environment = again;
            init = await InitializeAsync(environment, cancellation);
            spent = init.Duration;
        }

        var initDuration = spent > TimeSpan.Zero ? (TimeSpan?)null : init.Duration;
        var invocation = new RunningInvocation(context, payload, initDuration, spent);
        if (init.Error is not null)
        {
            environment.End(EndReason.Shutdown);
            return environment.Fail(invocation, init);
        }

        environment.Invoke(invocation);
        return await FinishAsync(environment, invocation, cancellation);
    }

    private static async Task<InitOutcome> InitializeAsync(ExecutionEnvironment environment, CancellationToken cancellation)
    {
        await using var registration = cancellation.UnsafeRegister(static state => ((ExecutionEnvironment)state!).End(EndReason.Cancelled), environment);
        var outcome = await environment.InitializeAsync();
        cancellation.ThrowIfCancellationRequested();
        return outcome;
    }

    private static async Task<InvocationResult> FinishAsync(ExecutionEnvironment environment, RunningInvocation invocation, CancellationToken cancellation)
    {
        if (!cancellation.CanBeCanceled)
        {
            return await invocation.Completion.Task;
        }

        await using var registration = cancellation.UnsafeRegister(static state => ((ExecutionEnvironment)state!).End(EndReason.Cancelled), environment);
        var result = await invocation.Completion.Task;
        if (result.Status == InvocationStatus.Crashed)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return result;
    }

    private ExecutionEnvironment? TakeIdle(FunctionDefinition definition)
    {
        lock (_gate)
        {
            while (_environments.TakeIdle(definition) is { } environment)
            {
                if (environment.IsUsable && !IsExpiring(environment) && HasTrueTime(environment))
                {
                    return environment;
                }

                ThreadPool.UnsafeQueueUserWorkItem(static ending => ending.End(EndReason.Shutdown), environment, preferLocal: false);
            }

            return null;
        }
    }

    /// <summary>Waits until the machine can hold one environment more, or one of the function's own becomes idle.</summary>
    private async Task<(InvocationStatus? Throttled, (ExecutionEnvironment Environment, RunningInvocation Invocation)? Warm)> TakeSlotAsync(
        FunctionDefinition definition, ReadOnlyMemory<byte> payload, InvokeContext context, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_options.QueueWaitMax, _clock.Provider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var isFirst = true;
        while (true)
        {
            if (!isFirst && TakeIdle(definition) is { } idle)
            {
                var invocation = new RunningInvocation(context, payload, null, TimeSpan.Zero);
                if (idle.TryInvoke(invocation))
                {
                    return (null, (idle, invocation));
                }
            }

            isFirst = false;
            ExecutionEnvironment? evicted = null;
            LinkedListNode<TaskCompletionSource>? place = null;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                if (_environments.Count + _starting >= _environmentsMax && (evicted = _environments.LeastRecent()) is not null)
                {
                    _environments.Remove(evicted);
                }

                if (_environments.Count + _starting < _environmentsMax)
                {
                    _starting++;
                }
                else if (_queue.Count >= _options.QueueLengthMax)
                {
                    return (InvocationStatus.ThrottledByMachine, null);
                }
                else
                {
                    place = _queue.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                }
            }

            evicted?.End(EndReason.Shutdown);
            if (place is null)
            {
                return (null, null);
            }

            try
            {
                await place.Value.Task.WaitAsync(either.Token);
            }
            catch (OperationCanceledException)
            {
                if (!Leave(place))
                {
                    CallNext(); // Its turn came at the same moment: the next in the queue takes it.
                }

                cancellation.ThrowIfCancellationRequested();
                return (InvocationStatus.ThrottledByMachine, null);
            }
        }
    }

    private bool Leave(LinkedListNode<TaskCompletionSource> place)
    {
        lock (_gate)
        {
            if (place.List is null)
            {
                return false;
            }

            _queue.Remove(place);
            return true;
        }
    }

    private void CallNext()
    {
        TaskCompletionSource? first = null;
        lock (_gate)
        {
            if (_queue.First is { } place)
            {
                first = place.Value;
                _queue.RemoveFirst();
            }
        }

        first?.TrySetResult();
    }

    private void GiveSlotBack()
    {
        bool isFree;
        lock (_gate)
        {
            _starting--;
            isFree = _environments.Count + _starting < _environmentsMax;
        }

        if (isFree)
        {
            CallNext();
        }
    }

    private void Register(ExecutionEnvironment environment)
    {
        environment.BecameIdle = OnIdle;
        lock (_gate)
        {
            _environments.Add(environment);
        }

        _ = RemoveWhenEndedAsync(environment);
    }

    private async Task RemoveWhenEndedAsync(ExecutionEnvironment environment)
    {
        await environment.Ended;
        lock (_gate)
        {
            _environments.Remove(environment);
        }

        environment.Dispose();
        CallNext();
    }

    private void OnIdle(ExecutionEnvironment environment)
    {
        bool isKept;
        lock (_gate)
        {
            isKept = !_isDisposed && environment.IsUsable && _environments.TryAddIdle(environment);
        }

        if (!isKept)
        {
            // Not here: the environment's gate is held.
            ThreadPool.UnsafeQueueUserWorkItem(static ending => ending.End(EndReason.Shutdown), environment, preferLocal: false);
            return;
        }

        if (_queue.First is not null)
        {
            CallNext();
        }
    }

    private void Reclaim()
    {
        IReadOnlyList<ExecutionEnvironment> idle;
        lock (_gate)
        {
            idle = _environments.IdleWhere(environment => _clock.ElapsedSince(environment.IdleSince) >= _options.IdleLimit || IsExpiring(environment));
            foreach (var environment in idle)
            {
                _environments.RemoveIdle(environment);
            }
        }

        End(idle);
    }

    private bool HasTrueTime(ExecutionEnvironment environment) =>
        environment.Plan.FakeTime is null || FakeTime.IsTrue(environment.Plan.ClockOffset, environment.Plan.Definition, environment.Plan.Runtime.Family, _clock);

    private static bool IsExpiring(ExecutionEnvironment environment) =>
        environment.Plan.Credentials is { } credentials
        && credentials.Expiration - environment.Plan.Definition.WorldTimeOrMachine.GetUtcNow() < environment.Plan.Definition.Timeout + s_credentialsMargin;

    private static void End(IEnumerable<ExecutionEnvironment> environments)
    {
        foreach (var environment in environments)
        {
            environment.End(EndReason.Shutdown);
        }
    }

    private static InvocationResult NotStarted(InvocationStatus status, string reason) => new() { Status = status, Reason = reason };
}
