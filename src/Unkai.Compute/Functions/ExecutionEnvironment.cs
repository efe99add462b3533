using System.Buffers;

namespace Unkai.Compute;

/// <summary>One sandbox with its runtime, through its life: initializing, idle, running, ended.</summary>
/// <remarks>
/// The gate guards all state. The environment's own thread (<see cref="EnvironmentLoop"/>) brings what the runtime and the process say;
/// invocations come from their callers' threads and go straight to the socket. Callbacks to the pool are made inside the gate.
/// </remarks>
internal sealed class ExecutionEnvironment : IDisposable
{
    private const int WritableBytesMax = 64 * 1024;

    /// <summary>How long a caller's thread is held at most.</summary>
    private const int QuickMicroseconds = 300;
    private const int BytesPerMegabyte = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly EnvironmentPlan _plan;
    private readonly EnvironmentLoop _loop;
    private readonly EnvironmentLog _log;
    private readonly ITimer _timer;
    private readonly ArrayBufferWriter<byte> _event = new();
    private readonly TaskCompletionSource<InitOutcome> _initialized = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _createdAt;
    private RuntimeApiConnection? _waiting;
    private RunningInvocation? _current;
    private RuntimeApiRequest? _initError;
    private long? _deadline;
    private volatile EndReason _reason;
    private bool _isInitializing = true;
    private volatile bool _hasEnded;
    private bool _isFrozen;

    public ExecutionEnvironment(EnvironmentPlan plan)
    {
        _plan = plan;
        _createdAt = plan.Clock.Timestamp;
        _log = new EnvironmentLog(plan.Definition, plan.LogStream);
        _timer = plan.Clock.Provider.CreateTimer(static state => ((ExecutionEnvironment)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _loop = new EnvironmentLoop(plan, this);
    }

    public EnvironmentPlan Plan => _plan;

    /// <summary>Completes when the process is gone and everything of the environment is removed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The clock's reading when it last became idle.</summary>
    public long IdleSince { get; private set; }

    /// <summary>Called when the environment can take an invocation again.</summary>
    public Action<ExecutionEnvironment>? BecameIdle { get; set; }

    /// <summary>A glance without the gate: it may end in the next moment.</summary>
    public bool IsUsable => !_hasEnded && _reason == EndReason.None;

    internal EnvironmentLog Log => _log;

    internal Lock Gate => _gate;

    /// <summary>The connection that the loop leaves to the next invocation's caller; null: none. The gate guards it.</summary>
    internal RuntimeApiConnection? CallerServed { get; private set; }

    /// <summary>Starts the process and waits until it asks for its first event, fails or is too slow.</summary>
    public Task<InitOutcome> InitializeAsync()
    {
        lock (_gate)
        {
            _log.Write(PlatformLines.InitStart(_plan.Runtime, _plan.Definition.Region));
            if (_plan.Substitution is { } substitution)
            {
                _log.Write(PlatformLines.Substitution(substitution));
            }

            SetDeadline(_plan.InitLimit);
        }

        _loop.Start();
        return _initialized.Task;
    }

    /// <summary>Hands over an event.</summary>
    /// <returns>False when the environment ended before: nothing has happened then.</returns>
    public bool TryInvoke(RunningInvocation invocation)
    {
        RuntimeApiConnection? connection;
        lock (_gate)
        {
            if (!IsUsable)
            {
                return false;
            }

            StartInvocation(invocation);
            SetDeadline(_plan.Definition.Timeout - invocation.Spent);
            Thaw();
            connection = _waiting;
            if (connection is not null)
            {
                Deliver();
                connection = connection == CallerServed && !connection.HasUnsent ? connection : null;
            }
        }

        if (invocation.Context.CrashAfter is { } after)
        {
            _ = CrashAsync(after);
        }

        if (connection is not null)
        {
            AwaitQuickly(connection);
        }

        return true;
    }

    private async Task CrashAsync(TimeSpan after)
    {
        await _plan.Clock.DelayAsync(after, CancellationToken.None);
        End(EndReason.Cancelled);
    }

    /// <summary>
    /// A function that answered quickly the last time is waited for by its caller: it is there before another thread would wake up
    /// (39 us instead of 47 for an empty Python function, see bench). If it is slower this time, the loop takes over.
    /// </summary>
    private void AwaitQuickly(RuntimeApiConnection connection)
    {
        var isReady = Libc.IsReadableWithin(connection.Descriptor, QuickMicroseconds);
        lock (_gate)
        {
            // The process ended meanwhile: the loop has closed its connections and told the caller.
            if (_hasEnded)
            {
                return;
            }

            if (isReady && CallerServed == connection)
            {
                _loop.ServeForCaller(connection);
            }

            if (CallerServed == connection && _waiting == connection)
            {
                return;
            }

            // Slower than thought, or answered but slowly: either way the loop, whose poll leaves it out, must take it up again.

            CallerServed = null;
        }

        _loop.Wake();
    }

    /// <summary>Hands over the first event; an environment that ended since its initialization fails it.</summary>
    public void Invoke(RunningInvocation invocation)
    {
        if (TryInvoke(invocation))
        {
            return;
        }

        lock (_gate)
        {
            StartInvocation(invocation);
            CompleteCrashed(_loop.ExitStatus);
        }
    }

    /// <summary>Ends an invocation whose environment did not initialize, with the lines that Lambda logs for it.</summary>
    public InvocationResult Fail(RunningInvocation invocation, InitOutcome init)
    {
        lock (_gate)
        {
            StartInvocation(invocation);
            var error = init.Error!;
            var requestId = invocation.Context.RequestId;
            if (error.Message is not null)
            {
                _log.Write(error.Status == InvocationStatus.TimedOut
                    ? TimeoutLine(requestId, error.Message)
                    : $"RequestId: {requestId} Error: {error.Message}\n{error.Type}");
            }

            return Finish(new InvocationResult
            {
                Status = error.Status,
                Payload = error.Body ?? ErrorPayloads.ForRequest(error.Type, requestId, error.Message ?? ""),
                FunctionError = "Unhandled",
                ErrorType = error.Type,
                Duration = init.Duration,
                InitDuration = null,
            });
        }
    }

    public void End(EndReason reason)
    {
        lock (_gate)
        {
            if (_hasEnded || _reason != EndReason.None)
            {
                return;
            }

            _reason = reason;
        }

        _loop.Kill();
    }

    public void Dispose()
    {
        _timer.Dispose();
        _loop.Dispose();
    }

    /// <summary>A request of the runtime; called inside the gate, after the log was drained.</summary>
    internal void Handle(RuntimeApiConnection connection, RuntimeApiRequest request)
    {
        switch (request.Route)
        {
            case RuntimeApiRoute.Next:
                Next(connection);
                break;
            case RuntimeApiRoute.Response or RuntimeApiRoute.Error:
                Answer(connection, request);
                break;
            case RuntimeApiRoute.InitError when _isInitializing:
                _initError = request;
                connection.Send(RuntimeApiAnswers.Accepted, default);
                CompleteInitFailed(0);
                break;
            case RuntimeApiRoute.InitError:
                connection.Send(RuntimeApiAnswers.InvalidState("init/error"), default);
                break;
            case RuntimeApiRoute.Unknown:
                connection.Send(RuntimeApiAnswers.NotImplemented(request.Target), default);
                break;
            default:
                throw new InvalidOperationException();
        }
    }

    internal void Closed(RuntimeApiConnection connection)
    {
        if (_waiting == connection)
        {
            _waiting = null;
        }

        if (CallerServed == connection)
        {
            CallerServed = null;
        }
    }

    /// <summary>The process is gone and its output read; called inside the gate.</summary>
    internal void ProcessEnded(int exitStatus)
    {
        _log.FlushPartial();
        _hasEnded = true;
        if (_isInitializing)
        {
            CompleteInitFailed(exitStatus);
        }
        else if (_current is { Answer: not null })
        {
            var answered = _current;
            answered.Completion.TrySetResult(FinishAnswered());
        }
        else if (_current is not null)
        {
            CompleteCrashed(exitStatus);
        }
    }

    internal void LoopEnded() => _ended.TrySetResult();

    private void Next(RuntimeApiConnection connection)
    {
        if (_waiting is not null || _current is { IsDelivered: true, Answer: null })
        {
            connection.Send(RuntimeApiAnswers.InvalidState("invocation/next"), default);
            return;
        }

        _waiting = connection;
        if (_isInitializing)
        {
            _isInitializing = false;
            _deadline = null;
            _initialized.TrySetResult(new InitOutcome(_plan.Clock.ElapsedSince(_createdAt), null));
        }
        else if (_current is { Answer: not null })
        {
            CallerServed = _current.AnsweredAfter.TotalMicroseconds < QuickMicroseconds ? connection : null;
            var answered = _current;
            var result = FinishAnswered();
            IdleSince = _plan.Clock.Timestamp;
            if (_plan.FreezeAfter is { } freezeAfter)
            {
                SetDeadline(freezeAfter);
            }

            // Idle first: whoever has the answer finds the environment warm.
            BecameIdle?.Invoke(this);
            answered.Completion.TrySetResult(result);
        }
        else if (_current is not null)
        {
            Deliver();
        }
    }

    private void Answer(RuntimeApiConnection connection, RuntimeApiRequest request)
    {
        if (_current is not { IsDelivered: true } invocation || request.RequestId != invocation.Context.RequestId)
        {
            connection.Send(RuntimeApiAnswers.InvalidRequestId(), default);
            return;
        }

        if (invocation.Answer is not null)
        {
            connection.Send(RuntimeApiAnswers.InvalidState(request.Route == RuntimeApiRoute.Error ? "invocation/error" : "invocation/response"), default);
            return;
        }

        if (invocation.Context.CrashAfter is not null)
        {
            // Not here: the gate is held.
            ThreadPool.UnsafeQueueUserWorkItem(static crashed => crashed.End(EndReason.Cancelled), this, preferLocal: false);
            return;
        }

        invocation.Answer = request;
        invocation.AnsweredAfter = _plan.Clock.ElapsedSince(invocation.StartedAt);
        connection.Send(request.BodyTooLong ? RuntimeApiAnswers.TooLarge() : RuntimeApiAnswers.Accepted, default);
    }

    private void StartInvocation(RunningInvocation invocation)
    {
        _current = invocation;
        invocation.StartedAt = _plan.Clock.Timestamp;
        _log.Tail.Clear();
        _log.Write(PlatformLines.Start(invocation.Context.RequestId, _plan.Definition.Version));
    }

    private void Deliver()
    {
        var (connection, invocation) = (_waiting!, _current!);
        _waiting = null;
        invocation.IsDelivered = true;
        var deadline = _plan.Clock.UtcNow + _plan.Definition.Timeout - invocation.Spent - _plan.Clock.ElapsedSince(invocation.StartedAt);
        if (_plan.ClockOffset is { } offset)
        {
            deadline += offset; // The process compares it with its own clock.
        }

        _event.ResetWrittenCount();
        RuntimeApiAnswers.WriteEventHead(_event, invocation.Context, deadline.ToUnixTimeMilliseconds(), invocation.Payload.Length);
        if (invocation.Payload.Length <= WritableBytesMax)
        {
            _event.Write(invocation.Payload.Span);
            connection.Send(_event.WrittenSpan, default);
        }
        else
        {
            connection.Send(_event.WrittenSpan, invocation.Payload.Span);
        }

        if (connection.HasUnsent)
        {
            _loop.Wake();
        }
    }

    private InvocationResult FinishAnswered()
    {
        var (invocation, answer) = (_current!, _current!.Answer!);
        var isError = answer.Route == RuntimeApiRoute.Error || answer.ErrorType is not null;
        if (answer.BodyTooLong)
        {
            const string TooLarge = "Function.ResponseSizeTooLarge";
            return FinishCurrent(new InvocationResult
            {
                Status = InvocationStatus.Failed,
                Payload = ErrorPayloads.Json(TooLarge, ErrorPayloads.TooLarge(answer.BodyBytes)),
                FunctionError = "Unhandled",
                ErrorType = TooLarge,
                Duration = invocation.AnsweredAfter,
            });
        }

        return FinishCurrent(new InvocationResult
        {
            Status = isError ? InvocationStatus.Failed : InvocationStatus.Succeeded,
            Payload = answer.Body,
            FunctionError = isError ? "Unhandled" : null,
            ErrorType = isError ? answer.ErrorType ?? ErrorPayloads.TypeOf(answer.Body) : null,
            Duration = invocation.AnsweredAfter,
            ContentType = answer.ContentType,
        });
    }

    private void CompleteCrashed(int exitStatus)
    {
        var invocation = _current!;
        var requestId = invocation.Context.RequestId;
        var elapsed = _plan.Clock.ElapsedSince(invocation.StartedAt) + invocation.Spent;
        if (_reason == EndReason.Timeout)
        {
            var message = ErrorPayloads.TimedOut(_plan.Definition.Timeout);
            _log.Write(TimeoutLine(requestId, message));
            Complete(Failed(InvocationStatus.TimedOut, "Sandbox.Timedout", message, _plan.Definition.Timeout));
            return;
        }

        var isMemory = _reason == EndReason.Memory || _loop.KernelKilledForMemory;
        var text = ErrorPayloads.Exited(isMemory ? 128 + Libc.SignalKill : exitStatus);
        _log.Write($"RequestId: {requestId} Error: {text}\nRuntime.ExitError");
        Complete(Failed(isMemory ? InvocationStatus.OutOfMemory : InvocationStatus.Crashed, "Runtime.ExitError", text, elapsed));

        InvocationResult Failed(InvocationStatus status, string type, string message, TimeSpan duration) => new()
        {
            Status = status,
            Payload = ErrorPayloads.ForRequest(type, requestId, message),
            FunctionError = "Unhandled",
            ErrorType = type,
            Duration = duration,
        };
    }

    private void Complete(InvocationResult result)
    {
        var invocation = _current!;
        invocation.Completion.TrySetResult(FinishCurrent(result));
    }

    private InvocationResult FinishCurrent(InvocationResult result)
    {
        _deadline = null;
        return Finish(result with { InitDuration = _current!.InitDuration });
    }

    private InvocationResult Finish(InvocationResult result)
    {
        var requestId = _current!.Context.RequestId;
        _current = null;
        _log.FlushPartial();
        var finished = result with
        {
            BilledMilliseconds = (long)Math.Ceiling((result.Duration + (result.InitDuration ?? TimeSpan.Zero)).TotalMilliseconds),
            MemoryUsedMegabytesMax = (int)Math.Min((_loop.PeakBytes() + BytesPerMegabyte - 1) / BytesPerMegabyte, _plan.Definition.MemoryMegabytes),
            LogStream = _log.Stream,
        };
        _log.Write(PlatformLines.End(requestId));
        _log.Write(PlatformLines.Report(requestId, finished, _plan.Definition.MemoryMegabytes));
        return finished with { LogTail = _log.Tail.ToArray() };
    }

    private void CompleteInitFailed(int exitStatus)
    {
        _isInitializing = false;
        var duration = _plan.Clock.ElapsedSince(_createdAt);
        InitError error;
        if (_initError is { } reported)
        {
            var type = reported.ErrorType ?? ErrorPayloads.TypeOf(reported.Body) ?? "Runtime.Unknown";
            error = new InitError(InvocationStatus.Failed, type, reported.Body.Length == 0 ? "Runtime failed to initialize" : null, reported.Body.Length == 0 ? null : reported.Body);
        }
        else if (_reason == EndReason.InitTimeout)
        {
            error = new InitError(InvocationStatus.TimedOut, "Sandbox.Timedout", ErrorPayloads.TimedOut(_plan.InitLimit), null);
        }
        else
        {
            var isMemory = _reason == EndReason.Memory || _loop.KernelKilledForMemory;
            error = _loop.StartError is { } startError
                ? new InitError(InvocationStatus.Crashed, "Runtime.InvalidEntrypoint", startError, null)
                : new InitError(
                    isMemory ? InvocationStatus.OutOfMemory : InvocationStatus.Crashed,
                    "Runtime.ExitError",
                    ErrorPayloads.Exited(isMemory ? 128 + Libc.SignalKill : exitStatus),
                    null);
        }

        _log.Write(PlatformLines.InitReport(duration, "init", error.Status == InvocationStatus.TimedOut ? "timeout" : "error", error.Status == InvocationStatus.TimedOut ? null : error.Type));
        _initialized.TrySetResult(new InitOutcome(duration, error));
    }

    private string TimeoutLine(string requestId, string message) =>
        $"{_plan.Definition.WorldTimeOrMachine.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {requestId} {message}\n";

    private void SetDeadline(TimeSpan after)
    {
        var left = after > TimeSpan.Zero ? after : TimeSpan.Zero;
        _deadline = _plan.Clock.Timestamp + (long)(left.TotalSeconds * _plan.Clock.Provider.TimestampFrequency);
        _timer.Change(left, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        EndReason reason;
        lock (_gate)
        {
            if (_deadline is not { } deadline || _hasEnded)
            {
                return;
            }

            var left = (deadline - _plan.Clock.Timestamp) / (double)_plan.Clock.Provider.TimestampFrequency;
            if (left > 0)
            {
                // Timers may fire early; a function has all of its time.
                _timer.Change(TimeSpan.FromSeconds(left) + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }

            _deadline = null;
            if (_current is null && !_isInitializing)
            {
                Freeze();
                return;
            }

            reason = _isInitializing ? EndReason.InitTimeout : EndReason.Timeout;
        }

        End(reason);
    }

    private void Freeze()
    {
        _isFrozen = true;
        _loop.Signal(Libc.SignalStop);
    }

    private void Thaw()
    {
        if (_isFrozen)
        {
            _isFrozen = false;
            _loop.Signal(Libc.SignalContinue);
        }
    }
}
