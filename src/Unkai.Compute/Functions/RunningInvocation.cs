namespace Unkai.Compute;

/// <summary>The invocation that an environment has in hand.</summary>
internal sealed class RunningInvocation(InvokeContext context, ReadOnlyMemory<byte> payload, TimeSpan? initDuration, TimeSpan spent)
{
    public InvokeContext Context { get; } = context;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public TimeSpan? InitDuration { get; } = initDuration;

    /// <summary>Of the function's timeout, by an initialization that was tried again.</summary>
    public TimeSpan Spent { get; } = spent;

    public long StartedAt { get; set; }

    public bool IsDelivered { get; set; }

    /// <summary>The runtime's answer; the invocation ends when the runtime asks for the next one.</summary>
    public RuntimeApiRequest? Answer { get; set; }

    public TimeSpan AnsweredAfter { get; set; }

    public TaskCompletionSource<InvocationResult> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
