namespace Unkai.Storage;

/// <summary>A stamp that an append will have once its transaction has committed.</summary>
public readonly struct PendingStamp
{
    private readonly Transaction? _transaction;

    internal PendingStamp(Transaction transaction, ushort order)
    {
        _transaction = transaction;
        Order = order;
    }

    /// <summary>Its number among the appends of its transaction.</summary>
    public ushort Order { get; }

    /// <summary>The stamp; only after the commit (in <see cref="Transaction.BeforeReply"/>, or when the result is there).</summary>
    /// <exception cref="InvalidOperationException">The transaction has not committed.</exception>
    public CommitStamp Value => (_transaction ?? throw new InvalidOperationException("No append made this stamp.")).StampOf(Order);

    internal bool IsOf(Transaction transaction) => ReferenceEquals(_transaction, transaction);
}
