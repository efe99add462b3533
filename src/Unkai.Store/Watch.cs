namespace Unkai.Storage;

/// <summary>Waits for a change to a range of keys. Fires once; dispose it when it is no longer wanted.</summary>
public abstract class Watch : IDisposable
{
    /// <summary>Whether it has fired.</summary>
    public abstract bool HasFired { get; }

    /// <summary>Completes when it fires, and at once when it has.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first; the watch goes on.</exception>
    public abstract Task WaitAsync(CancellationToken cancellation);

    /// <summary>Ends the watch; whoever waits is let go.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected abstract void Dispose(bool disposing);
}
