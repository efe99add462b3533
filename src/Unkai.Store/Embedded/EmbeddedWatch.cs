namespace Unkai.Storage.Embedded;

internal sealed class EmbeddedWatch(WatchList list, KeyRange range, ulong since) : Watch
{
    private readonly TaskCompletionSource _fired = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool HasFired => _fired.Task.IsCompleted;

    internal KeyRange Range => range;

    /// <summary>Commits up to this one are no news.</summary>
    internal ulong Since => since;

    /// <summary>Its place in the list; -1 when it is in none. The list's.</summary>
    internal int Place { get; set; } = -1;

    public override Task WaitAsync(CancellationToken cancellation) => _fired.Task.WaitAsync(cancellation);

    internal void Fire() => _fired.TrySetResult();

    protected override void Dispose(bool disposing)
    {
        list.Remove(this);
        Fire();
    }
}
