namespace Unkai.Compute;

/// <summary>Runs functions: finds or makes an execution environment for each invocation and keeps it warm.</summary>
public sealed class FunctionPool : IAsyncDisposable
{
    /// <summary>The largest answer of a buffered invocation, in bytes. Source: Lambda's error Function.ResponseSizeTooLarge.</summary>
    public const int ResponseBytesMax = 6_291_556;

    /// <summary>Makes an empty pool; nothing is started or looked for before the first invocation.</summary>
    public FunctionPool(FunctionPoolOptions options, IProcessLauncher launcher, MachineClock clock, IRandomSource random)
    {
        _ = (options, launcher, clock, random);
    }

    /// <summary>What functions on this machine can see or use beyond what they could on AWS; empty when fully isolated.</summary>
    public IReadOnlyList<string> NotIsolated => [];

    /// <summary>Runtimes that ran on another interpreter than the one they name.</summary>
    public IReadOnlyList<RuntimeSubstitution> Substitutions => [];

    /// <summary>Runs the function once. Every way that it can end is a value; only cancellation throws, and kills the invocation.</summary>
    public Task<InvocationResult> InvokeAsync(
        FunctionDefinition definition, ReadOnlyMemory<byte> payload, InvokeContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Ends the environments of a deleted function; running invocations end first.</summary>
    public void Drain(string functionArn) => _ = functionArn;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
